"""One client of fastmcp, with the same task and the same output as sdk_client.py."""

import asyncio
import json
import sys

from fastmcp import Client
from fastmcp.client.transports import StreamableHttpTransport

from steps import run_steps


async def main() -> None:
    task = json.load(sys.stdin)
    transport = StreamableHttpTransport(task["url"], headers={"Authorization": f"Bearer {task['key']}"})
    client = Client(transport, mode="legacy" if task["era"] == "legacy" else "auto")
    await run_steps(client, task["calls"])


asyncio.run(main())
