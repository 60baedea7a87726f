"""Calls Polar's Python SDK as it is told, unmodified: a line of JSON for each call, a line of JSON for its answer.

It knows nothing of seats, and decides nothing: what is asked and what is expected stands in the tests beside it.
"""

import asyncio
import dataclasses
import importlib
import inspect
import json
import sys


async def answer(call):
    client = getattr(importlib.import_module(call["module"]), call["client"])(**call["options"])
    method = client
    for name in call["method"].split("."):
        method = getattr(method, name)
    try:
        answered = method(*call["args"], **call["kwargs"])
        if inspect.isawaitable(answered):
            answered = await answered
        return {"value": plain(await everything(answered))}
    except Exception as error:
        return {"error": described(error)}


async def everything(answered):
    """Reads to the end what comes in pages."""
    if inspect.isasyncgen(answered):
        return [item async for item in answered]
    if inspect.isgenerator(answered):
        return list(answered)
    if not callable(getattr(answered, "next", None)):
        return answered
    pages = []
    while answered is not None:
        pages.append(answered.result)
        answered = answered.next()
        if inspect.isawaitable(answered):
            answered = await answered
    return pages


def plain(value):
    if isinstance(value, list):
        return [plain(item) for item in value]
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value


def described(error):
    facts = {name: getattr(error, name, None) for name in ("status_code", "body", "error", "data")}
    classes = [f"{one.__module__}.{one.__qualname__}" for one in type(error).__mro__]
    return {"name": type(error).__name__, "classes": classes, "message": str(error), **{name: plain(fact) for name, fact in facts.items()}}


async def main():
    for line in sys.stdin:
        print(json.dumps(await answer(json.loads(line)), default=repr), flush=True)


asyncio.run(main())
