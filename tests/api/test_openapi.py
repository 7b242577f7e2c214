"""The programme promises that its OpenAPI document is true: a generic fuzzer finds no crash, no undocumented answer and no open door."""

from typing import Any

import pytest
import schemathesis
from api.shop import Shop, order
from hypothesis import HealthCheck, Phase, settings

EXAMPLES = 40
_SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def document(shop: Shop) -> dict[str, Any]:
    shop.enrol("alice")
    assert shop.post(order("alice")).status_code == 201
    return shop.client.get("/v1/openapi.json", headers={"authorization": ""}).json()


@pytest.fixture
def contract(shop: Shop, document: dict[str, Any]) -> Any:
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=shop.url, headers=shop.signed_in())
    return schema


lazy = schemathesis.pytest.from_fixture("contract")


@lazy.parametrize()
@_SETTINGS
def test_every_answer_is_as_documented(case: Any) -> None:
    case.call_and_validate()


def test_the_document_is_openapi_3_1_and_names_no_other_host(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert "http" not in str(document.get("servers", ""))
    content = document["paths"]["/v1/events"]["post"]["requestBody"]["content"]
    assert set(content) == {
        "application/cloudevents+json",
        "application/json",
        "application/cloudevents-batch+json",
        "application/x-ndjson",
    }
