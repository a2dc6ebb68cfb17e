"""A merchant back as the file that would make it: no secrets, nothing that is not set."""

import re
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from commerce.integration_schema import SECRETS
from commerce.merchant_schema import MerchantSchema
from commerce.merchants import Known

OPAQUE = ("notifications", "return_policy")
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@-]*( [A-Za-z0-9_./@-]+)*")
MISREAD = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}  # by YAML 1.1, which many still speak


def document(merchant: Known) -> dict[str, Any]:
    """The file's contents in the file's order; applied again they change nothing."""
    ordered: dict[str, Any] = set_only(MerchantSchema(exclude=OPAQUE).dump(merchant.config))
    ordered |= {name: merchant.config[name] for name in OPAQUE if merchant.config.get(name)}
    if merchant.integrations:
        ordered["integrations"] = {
            provider: set_only({name: value for name, value in values.items() if name not in SECRETS})
            for provider, values in sorted(merchant.integrations.items())
        }
    return ordered


def as_yaml(contents: dict[str, Any]) -> str:
    """The same as YAML that versions 1.1 and 1.2 read alike."""
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(quoted(contents), stream)
    return stream.getvalue()


def set_only(value: Any) -> Any:
    """The same without keys that hold null."""
    if isinstance(value, dict):
        return {name: set_only(inner) for name, inner in value.items() if inner is not None}
    return [set_only(item) for item in value] if isinstance(value, list) else value


def quoted(value: Any) -> Any:
    """The same with quotes around each text that might be taken for something else."""
    if isinstance(value, dict):
        return {quoted(name): quoted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [quoted(item) for item in value]
    if isinstance(value, str) and (value.lower() in MISREAD or not PLAIN.fullmatch(value)):
        return DoubleQuotedScalarString(value)
    return value
