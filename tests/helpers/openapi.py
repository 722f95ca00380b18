#!/usr/bin/env python3
"""openapi.py URL TOKEN TREE - hold a running server to its description.

Reads URL/api/v1/openapi.json, asks every path of it with every parameter, and
validates each answer by its schema; what the description does not allow must be
refused.  The paths described are those that the program has (TREE/serve).
Prints what is wrong, a line each."""

import itertools
import json
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

import jsonschema

URL, TOKEN, TREE = sys.argv[1:4]
# What parameters are tried with that take any text.
QUERIES = ["", "ferry", '"security guarantees" w/9 ukrain*', "title:strike or lang:fr",
           "frery strike", "\u5b89\u5168\u4fdd\u969c"]
faults = []
asked = 0


def fault(what, *about):
    faults.append(" ".join([what, *map(str, about)]))


def ask(path, params, method="GET"):
    global asked
    asked += 1
    target = URL + path + ("?" + urllib.parse.urlencode(params) if params else "")
    request = urllib.request.Request(target, method=method)
    if TOKEN:
        request.add_header("Authorization", "Bearer " + TOKEN)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


doc = json.loads(ask("/api/v1/openapi.json", [])[2])


def resolve(x):
    while "$ref" in x:
        at = doc
        for name in x["$ref"][2:].split("/"):
            at = at[name]
        x = at
    return x


def validate(body, schema, *about):
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema",
             "components": doc["components"], **schema}
    for e in jsonschema.Draft202012Validator(whole).iter_errors(json.loads(body)):
        fault("no such answer:", *about, list(e.absolute_path), e.message[:200])


def check(path, params, wanted, operation):
    status, headers, body = ask(path, params)
    kind = headers["Content-Type"].split(";")[0]
    described = operation["responses"].get(str(status), operation["responses"].get("default"))
    if status != wanted:
        fault("status", status, "and not", wanted, path, params, body[:200])
    elif kind not in described["content"]:
        fault("type", kind, path, params)
    elif kind.endswith("json"):
        validate(body, described["content"][kind]["schema"], path, params)
    if status == 200 and "ETag" in described.get("headers", {}) and not headers["ETag"]:
        fault("no ETag", path, params)
    return body


def samples(parameter, ids):
    """Values that are allowed, and values that are not."""
    schema = resolve(parameter["schema"])
    name = parameter["name"]
    if "enum" in schema:
        return schema["enum"], ["", "none-such"]
    if schema["type"] == "integer":
        top = schema.get("maximum")
        return [0, 1, 7] + ([top] if top else []), ["", "-1", "x"] + ([top + 1] if top else [])
    if name == "id":
        return ids, ["none such", ""]
    if name == "lang":
        return ["", "en", "de-AT", "French"], ["klingon"]
    if name in ("from", "to"):
        return ["", "2024", "2024-11", "2024-11-05"], ["5.11.2024", "2024-13", "2024-11-05T10:00"]
    if name == "facets":
        return ["source", "author,year"], ["colour", ""]
    if name == "q":
        return QUERIES, ["(ferry", "headline:ferry", "\"", "*"]
    return ["Reuters", "en", "\u2014", "\"", "*"], []


def try_path(path, operation, ids):
    parameters = [resolve(p) for p in operation["parameters"]]
    needed = [(p["name"], samples(p, ids)[0][0]) for p in parameters if p.get("required")]
    check(path, needed, 200, operation)
    for p in parameters:
        rest = [x for x in needed if x[0] != p["name"]]
        good, bad = samples(p, ids)
        for v in good:
            check(path, rest + [(p["name"], v)], 200, operation)
        for v in bad:
            wanted = 404 if p["name"] == "id" else 400
            check(path, rest + [(p["name"], v)], wanted, operation)
        twice = [(p["name"], good[0])] * 2
        check(path, rest + twice, 200 if p.get("explode") else 400, operation)
    if path != "/api/v1/openapi.json":
        check(path, needed + [("none", "1")], 400, operation)
    if needed:
        check(path, [], 400, operation)
    for a, b in itertools.combinations([p for p in parameters if not p.get("required")], 2):
        check(path, needed + [(a["name"], samples(a, ids)[0][-1]),
                              (b["name"], samples(b, ids)[0][-1])], 200, operation)
    for method in "POST", "PUT", "DELETE":
        if ask(path, needed, method)[0] != 405:
            fault(method, "is allowed:", path)


found = json.loads(ask("/api/v1/search", [("limit", 60)])[2])["results"]
ids = [r["id"] for r in found]
if not ids:
    fault("nothing is found at all")
for path, item in doc["paths"].items():
    try_path(path, item["get"], ids)

with open(TREE + "/serve/worker/routes.c", encoding="utf-8") as f:
    there = set(re.findall(r'"(/api/[^"]*)"', f.read())) | {"/api/v1/openapi.json"}
for path in there ^ set(doc["paths"]):
    fault("described or there, not both:", path)
for f in faults[:40]:
    print(f)
print(f"{asked} requests, {len(faults)} faults")
sys.exit(1 if faults else 0)
