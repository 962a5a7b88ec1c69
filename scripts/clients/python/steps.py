"""The steps that both Python clients take; their interfaces are close enough for one set."""

import inspect
import json
from typing import Any


def plain(value: Any) -> Any:
    """What JSON can say of a result: models by their members, anything else by its text."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if hasattr(value, "__dict__"):
        return {key: plain(inner) for key, inner in vars(value).items()}
    return str(value)


def say(step: str, **line: Any) -> None:
    print(json.dumps({"step": step, **line}, sort_keys=True), flush=True)


async def call(client: Any, kind: str, name: str, arguments: dict[str, Any], seen: list[float]) -> Any:
    async def progressed(progress: float, total: float | None, message: str | None) -> None:
        seen.append(progress)

    if kind == "tool":
        # fastmcp raises on a tool's error unless told not to, and names the callback otherwise.
        known = inspect.signature(client.call_tool).parameters
        if "raise_on_error" in known:
            return await client.call_tool(
                name, arguments, progress_handler=progressed, raise_on_error=False
            )
        return await client.call_tool(name, arguments, progress_callback=progressed)
    if kind == "resource":
        return await client.read_resource(name)
    return await client.get_prompt(name, {key: str(value) for key, value in arguments.items()})


async def run_steps(client: Any, calls: list[dict[str, Any]]) -> None:
    try:
        async with client:
            say(
                "connect",
                server=plain(client.server_info),
                capabilities=plain(client.server_capabilities),
                protocol=client.protocol_version,
                instructions=client.instructions,
            )
            say("tools", result=plain(await client.list_tools()))
            for todo in calls:
                step = f"{todo['kind']} {todo['name']}"
                seen: list[float] = []
                try:
                    answer = await call(client, todo["kind"], todo["name"], todo.get("arguments", {}), seen)
                    say(step, result=plain(answer), progress=seen)
                except Exception as error:  # noqa: BLE001: every failure is an answer to compare
                    say(step, error=f"{type(error).__name__}: {error}")
        say("close")
    except Exception as error:  # noqa: BLE001
        say("connect or close", error=f"{type(error).__name__}: {error}")
