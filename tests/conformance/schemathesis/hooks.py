"""What schemathesis can't know of the service: which fields go together, and a check of ours beside its own."""

import json
import os

import schemathesis
from schemathesis.generation import GenerationMode
from schemathesis.generation.meta import TestPhase

assignments = ("POST /v1/customer-seats", "POST /v1/customer-portal/seats")
sources = ("subscription_id", "order_id", "checkout_id")
recipients = ("email", "customer_id", "external_customer_id", "member_id", "external_member_id")


def fits_the_document(case):
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE


@schemathesis.hook
def map_case(ctx, case):
    """An assignment names one source and one recipient: most of those that are made of the schema alone name none. Those that name
    more stay among the cases of the coverage phase, which makes its own."""
    if case.operation.label in assignments and fits_the_document(case) and isinstance(case.body, dict):
        keep_one(case.body, sources, os.environ["SUBSCRIPTION_ID"])
        keep_one(case.body, recipients, f"{case.id.lower()}@staged.example")
        # Addresses and keys that are made are mostly alike: somebody who has a seat gets none, and a key that was used for another
        # request is a conflict.
        if email := case.body.get("email"):
            case.body["email"] = case.id.lower() + email
        if key := (case.headers or {}).get("Idempotency-Key"):
            case.headers["Idempotency-Key"] = key[:900] + case.id
    return case


def keep_one(body, names, otherwise):
    given = [name for name in names if body.get(name) is not None]
    for name in given[1:]:
        del body[name]
    if not given:
        body[names[0]] = otherwise


kept = os.environ["KEPT"].split(",")
certain = json.loads(os.environ["CERTAIN"])


@schemathesis.hook
def before_call(ctx, case, **kwargs):
    """What the other requests live on is not changed, nor the seat that the session came from: nobody's is, instead. And the first
    request of an operation that fits the document becomes the one that is certain to be accepted."""
    if case.method != "GET":
        for name, value in (case.path_parameters or {}).items():
            if value in kept:
                case.path_parameters[name] = "00000000-0000-4000-8000-000000000000"
    if fits_the_document(case) and case.meta.phase.name is TestPhase.FUZZING:
        if request := certain.pop(case.operation.label, None):
            case.path_parameters = request.get("path_parameters", {})
            case.query = request.get("query", {})
            for name in ("Idempotency-Key", "If-Match"):
                (case.headers or {}).pop(name, None)
            if "body" in request:
                case.body = request["body"]


# A cursor is opaque; what mail takes for an address is more than its format says; metadata have a length as a whole; a moment must
# lie within the log, and a span may not be turned round. The quotes of an ETag schemathesis takes away, and then it is none.
beyond_schemas = {"query.cursor", "body.email", "body.metadata", "header.If-Match"}
beyond_schemas |= {"query.at", "query.from", "query.until", "query.up_to"}
# A token may only end in time to come.
beyond_schemas |= {"body.expires_at"}
# One field that goes with another is told of the one.
beyond_schemas |= {"query.actor_id", "query.by", "query.types", "query.limit", "body.status"}
# Told of the whole: fields that may not be said together.
together = {"body", "query"}


@schemathesis.check
def only_what_no_schema_says_is_refused(ctx, response, case):
    """What fits the document is refused with 422 for a value beyond schemas, for null characters, which no database of ours and
    Polar's holds, or for fields that may not be said together."""
    if response.status_code != 422 or not fits_the_document(case) or "\0" in texts_in(case.body):
        return
    refused = places_of(response.json()) - taken_amiss(case)
    assert refused <= beyond_schemas | together, f"{refused} fit the document, and are refused"


def taken_amiss(case):
    """Where a case holds what its path or query doesn't allow: schemathesis fills them from earlier answers, and still says that all
    of it fits. A seat that nobody has yet gives null for a customer, a pool may have an id of a version that Polar doesn't take. Bodies
    it looks at again itself."""
    if case.meta.phase.name not in (TestPhase.FUZZING, TestPhase.STATEFUL):
        return set()
    taken = {"path": case.path_parameters or {}, "query": case.query or {}}
    return {
        f"{where}.{parameter.name}"
        for where, values in taken.items()
        for parameter in case.operation.iter_parameters()
        if parameter.location == where and parameter.name in values and not parameter.is_valid(values[parameter.name])
    }


def places_of(refusal):
    """Where a refusal finds something wrong: as Polar tells it, and as problem details do."""
    if "errors" not in refusal:
        return {".".join(map(str, issue["loc"])) for issue in refusal["detail"]}
    return {place_of(issue) for issue in refusal["errors"]}


def place_of(issue):
    if "in" in issue:
        return ".".join([issue["in"], *([issue["parameter"]] if "parameter" in issue else [])])
    return "body" + issue["pointer"].lstrip("#").replace("/", ".")


def texts_in(value):
    """Every text in a value, its keys included, as one."""
    if isinstance(value, dict):
        return "".join(str(key) + texts_in(one) for key, one in value.items())
    if isinstance(value, list):
        return "".join(map(texts_in, value))
    return value if isinstance(value, str) else ""
