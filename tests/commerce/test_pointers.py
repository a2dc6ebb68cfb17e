"""What a schema finds wrong is told with a pointer to it."""

from commerce.pointers import pointed


def test_a_pointer_leads_through_lists_and_escapes_as_rfc_6901_says() -> None:
    messages = {"a/b": {0: {"~c": ["Unknown field."]}}, "_schema": ["Contradicts itself."]}
    assert list(pointed(messages)) == [
        {"pointer": "/a~1b/0/~0c", "code": "unknown_field", "message": "Unknown field."},
        {"pointer": "", "code": "invalid", "message": "Contradicts itself."},
    ]
