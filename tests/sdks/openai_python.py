"""Sends three requests to a server that fails, with the SDK of OpenAI for Python."""

import sys
from collections.abc import Callable

import openai

base, key = sys.argv[1:]
client = openai.OpenAI(api_key="none", base_url=f"{base}/v1", max_retries=2, timeout=20)


def fails(request: Callable[[], object]) -> None:
    try:
        request()
    except openai.APIStatusError as error:
        assert error.status_code == 504, error
    else:
        raise AssertionError("it succeeded")


def complete(**options: object) -> object:
    return client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}], **options)


fails(complete)
fails(lambda: complete(extra_headers={"Idempotency-Key": key}))
fails(client.models.list)
