"""One client of the official Python SDK. Reads from standard input what it is to do, and writes one JSON
line for each step: what came back, or that it failed. Its output must not depend on the way to the server."""

import asyncio
import json
import sys

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from steps import run_steps


async def main() -> None:
    task = json.load(sys.stdin)
    headers = {"Authorization": f"Bearer {task['key']}"}
    async with httpx2.AsyncClient(headers=headers, timeout=30) as http:
        transport = streamable_http_client(task["url"], http_client=http)
        client = Client(transport, mode="legacy" if task["era"] == "legacy" else "auto")
        await run_steps(client, task["calls"])


asyncio.run(main())
