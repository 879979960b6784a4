"""Compares what SDKs and generated crates put on the wire: method, path, names in query and body.

    sdk-compare.py TABLATURE [--verbose] [VENDOR…]

Started by `sdk-compare`, which provides the SDKs. What an SDK sends is recorded or introspected: no request is made. What a
crate sends is read from its operations. A difference that `sdk-compare.tsv` does not explain fails, and so does a line there
that explains nothing.
"""
import collections
import fnmatch
import importlib
import inspect
import json
import logging
import os
import pathlib
import pkgutil
import re
import subprocess
import sys
import tempfile
import warnings

import dnsimple.service
import gitlab.cli
import gitlab.mixins
import gitlab.v4.objects
from gitlab.base import RESTManager
from pybit.unified_trading import HTTP as Bybit

VERBOSE = "--verbose" in sys.argv
VENDORS = [it for it in sys.argv[2:] if not it.startswith("-")]
HERE = pathlib.Path(__file__).parent
SHARED = pathlib.Path(os.environ.get("TABLATURE_SHARED", "../shared"))
# Where the pages of the corpora are.
CORPORA = {"bybit": "corpora/bybit/pages", "dnsimple": "corpora/dnsimple/pages", "gitlab": "wild/gitlab/docs"}
# Names in an SDK that stand for whatever its caller passes, and for a body that is no object.
ANY, WHOLE = "…", "whole"

Sent = collections.namedtuple("Sent", "name method path query body")
"""A call of an SDK: its name, and what is sent. A path has `{}` for each parameter."""


def shape(path):
    """A path with `{}` for each parameter and without a slash at its end."""
    return re.sub(r"\{[^}]*\}", "{}", "/" + path.strip("/"))


# --- SDKs. Each gives its calls, and the names of what it could not be asked about.

def pybit_calls():
    session, calls, unasked = Bybit(), [], []

    def required(method):
        """The arguments that the documentation of a method names."""
        text = re.search(r"Required args:\n(.*?)(?:\n\s*\n|\Z)", method.__doc__ or "", re.S)
        return re.findall(r"^\s+(\w+) \(", text[1], re.M) if text else []

    for name, method in inspect.getmembers(session, inspect.ismethod):
        if name.startswith("_"):
            continue
        takes_any = "kwargs" in inspect.signature(method).parameters
        sent = []
        session._submit_request = lambda method, path, query=None, auth=False: sent.append((method, path, query or {}))
        session._submit_file_request = lambda path, query=None, auth=True: sent.append(("POST", path, query or {}))
        try:
            method(**{argument: "x" for argument in required(method)})
        except Exception:
            sent = []
        if len(sent) != 1:
            # What takes no parameters at all and sends nothing is no request.
            unasked += [name] if takes_any else []
            continue
        verb, path, names = sent[0]
        names = set(names)
        path = path.removeprefix(session.endpoint)
        # Callers may pass further ones.
        query, body = (names, set()) if verb == "GET" else (set(), names)
        calls.append(Sent(name, verb, shape(path), query | {ANY}, body | {ANY}))
    return calls, unasked


class Anything(str):
    """What a caller passes: `{}` in a path, and a body with names that only the caller knows."""

    def to_json(self):
        return json.dumps({ANY: "x"})


class DnsimpleRecorder:
    """A client that keeps what a service sends."""

    def __init__(self):
        self.sent = []

    def get(self, path, sort=None, filter=None, params=None, page=None, per_page=None):
        named = {"sort": sort, "page": page, "per_page": per_page}
        for further in (filter or {}, params or {}):
            named.update(further if isinstance(further, dict) else {ANY: "x"})
        self.sent.append(("GET", path, {name for name, value in named.items() if value is not None}, set()))

    def __getattr__(self, verb):
        def send(path, data=None):
            data = json.loads(data or "{}") if isinstance(data, (str, type(None))) else data
            self.sent.append((verb.upper(), path, set(), set(data) if isinstance(data, dict) else {WHOLE}))
        return send


def dnsimple_calls():
    calls, unasked = [], []
    structs = {}
    for module in pkgutil.iter_modules(dnsimple.struct.__path__):
        structs.update(inspect.getmembers(importlib.import_module(f"dnsimple.struct.{module.name}"), inspect.isclass))

    def argument(parameter, doc):
        """Something to pass. The objects that are made for input have constructors that name their members."""
        found = re.search(rf":param {parameter.name}:[ \t]*(\S*)(.*?)(?=:param|:return|\Z)", doc, re.S)
        kind, about = (found[1], found[2]) if found else ("", "")
        if kind == "dict":
            return {key: "x" for key in re.findall(r"^\s+- (\w+):", about, re.M)} or {ANY: "x"}
        named = getattr(parameter.annotation, "__name__", "")
        struct = structs.get(kind.split(".")[-1]) or structs.get(named)
        if struct and issubclass(struct, dict) and struct.__name__.endswith("Input"):
            return struct(**{it: "x" for it in inspect.signature(struct).parameters})
        return Anything("{}")

    for module in pkgutil.iter_modules(dnsimple.service.__path__):
        module = importlib.import_module(f"dnsimple.service.{module.name}")
        for _, service in inspect.getmembers(module, inspect.isclass):
            if service.__module__ != module.__name__:
                continue
            for name, method in inspect.getmembers(service, inspect.isfunction):
                if name.startswith("_"):
                    continue
                client = DnsimpleRecorder()
                parameters = list(inspect.signature(method).parameters.values())[1:]
                try:
                    method(service(client), **{it.name: argument(it, method.__doc__ or "") for it in parameters})
                except Exception:
                    # Once it has sent the request, it reads the answer, and there is none.
                    pass
                if len(client.sent) != 1:
                    unasked.append(f"{service.__name__}.{name}")
                    continue
                verb, path, query, body = client.sent[0]
                calls.append(Sent(f"{service.__name__}.{name}", verb, shape(path), query, body))
    return calls, unasked


def gitlab_calls():
    calls = []
    has = gitlab.mixins
    for _, manager in inspect.getmembers(gitlab.v4.objects, inspect.isclass):
        if not issubclass(manager, RESTManager) or not getattr(manager, "_path", None):
            continue
        whole, name = shape(manager._path), manager.__name__
        alone = issubclass(manager, has.GetWithoutIdMixin)
        one = whole if alone else f"{whole}/{{}}"

        def attributes(of):
            return {it for it in (*of.required, *of.optional, *of.exclusive)}

        def call(verb, method, path, query=(), body=()):
            # Callers may pass further ones.
            calls.append(Sent(f"{name}.{verb}", method, path, {ANY, *query}, {ANY, *body}))

        if issubclass(manager, has.ListMixin):
            call("list", "GET", whole, query=manager._list_filters)
        if issubclass(manager, has.GetMixin) or alone:
            call("get", "GET", one)
        if issubclass(manager, has.CreateMixin):
            call("create", "POST", whole, body=attributes(manager._create_attrs))
        if issubclass(manager, has.UpdateMixin):
            update = "PUT" if manager._update_method is None else manager._update_method.name
            call("update", update, one, body=attributes(manager._update_attrs))
        if issubclass(manager, has.SetMixin):
            call("set", "PUT", one, body=["value"])
        if issubclass(manager, has.DeleteMixin):
            call("delete", "DELETE", one)
    actions = gitlab.cli.custom_actions.items()
    return calls, [f"{of}.{action}" for of, named in actions for action in named]


# --- Crates.

class Ours:
    """An operation of a crate: its page, its paths, its names by place."""

    def __init__(self, text, page):
        self.page = page
        head = text[text.index("Operation::new("):text.index("impl Client")]
        found = re.findall(r"Method::(\w+),\s*\"([^\"]*)\"", head)
        self.lines = {(verb.upper(), shape(path)) for verb, path in found}
        self.id = re.search(r"Operation::new\(\s*\"([^\"]*)\"", head)[1]
        self.path = {name for _, path in found for name in re.findall(r"\{([^}]*)\}", path)}
        self.names = collections.defaultdict(set)
        for place, name in re.findall(r"(?:=> |\.)(query|header|form|body)\(\s*\"([^\"]*)\"", text):
            self.names["body" if place == "form" else place].add(re.split(r"[.\[]", name)[0])
        self.whole = "whole_body(" in text


def crate(tablature, vendor, pages, out):
    """The operations of the crates that are made of these pages."""
    made = subprocess.run([tablature, "generate", "--quiet", "--docs", pages, "--dialect", vendor, "--out", out],
                          capture_output=True, text=True, encoding="utf-8")
    if made.returncode:
        sys.exit(f"{vendor}: nothing was generated:\n{made.stderr}")
    operations = []
    for spec in pathlib.Path(out, "specs").rglob("*.yaml"):
        # An operation is two blanks in, its keys are four; a text of several lines may have empty ones.
        for found in re.finditer(r"^  (\S+):\n(?:(?:    .*)?\n)*?    page: (.*)$", spec.read_text("utf-8"), re.M):
            operations.append((found[1].strip('"'), found[2].strip('"')))
    page_of = dict(operations)
    found = []
    for file in pathlib.Path(out).glob("*/src/operations/*.rs"):
        text = file.read_text("utf-8")
        if "Operation::new(" in text:
            ours = Ours(text, None)
            ours.page = page_of.get(ours.id)
            found.append(ours)
    return found


# --- The comparison.

def explanations():
    lines = (HERE / "sdk-compare.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    wrong = [row for row in rows if len(row) != 4]
    if wrong:
        sys.exit(f"sdk-compare.tsv: four columns, and not {wrong[0]}")
    return rows


class Comparison:
    def __init__(self, vendor, pages, rows):
        self.vendor, self.rows = vendor, [row for row in rows if row[0] == vendor]
        self.used, self.counts, self.wrong = set(), collections.Counter(), []
        self.texts = {file.relative_to(pages).as_posix(): file.read_text("utf-8", "replace")
                      for file in pathlib.Path(pages).rglob("*.md*")}
        self.whole = "\n".join(self.texts.values())

    def explained(self, call, what):
        """Whether a line of the list says why. An SDK's call is `METHOD path`."""
        for index, (_, line, known, _) in enumerate(self.rows):
            if fnmatch.fnmatchcase(f"{call.method} {call.path}", line.replace("[", "[[]")) \
                    and fnmatch.fnmatchcase(what, known):
                self.used.add(index)
                return True
        return False

    def is_on_a_page(self, call):
        """Whether a page has the request of a call, in whatever way it writes parameters."""
        path = re.escape(call.path).replace(r"\{\}", r"(?::\w+|\{\w+\}|<\w+>)")
        return re.search(rf"\b{call.method}\b[^\n/]{{0,40}}?(?<=[\s\"'`]){path}(?![\w/:{{-])", self.whole) is not None

    def differences(self, call, ours):
        """What the SDK sends otherwise; what no page has is counted apart. `ours` are all operations of this request."""
        names = {place: set().union(*(it.names[place] for it in ours)) for place in ("query", "body")}
        inner = set().union(*(it.path for it in ours))
        whole = any(it.whole for it in ours)
        text = "\n".join(self.texts.get(it.page, "") for it in ours)
        if WHOLE in call.body and not whole:
            yield "body whole"
        for place in ("query", "body"):
            # An SDK that takes no further names says what there is.
            if ANY not in getattr(call, place):
                for name in sorted(names[place] - {re.split(r"[.\[]", it)[0] for it in getattr(call, place)}):
                    yield f"{place} {name}: here alone"
        for place, other in (("query", "body"), ("body", "query")):
            for name in sorted(getattr(call, place) - {ANY, WHOLE}):
                top = re.split(r"[.\[]", name)[0]
                if top in names[place] or top in inner or (place == "body" and whole):
                    self.counts["names equal"] += 1
                elif top in names[other]:
                    yield f"{place} {name}: {other} here"
                elif re.search(rf"(?<!\w){re.escape(top)}(?!\w)", text):
                    yield f"{place} {name}"
                else:
                    self.counts["names of no page"] += 1
                    if VERBOSE:
                        print(f"    {call.name}: {place} {name} stands on no page")

    def run(self, calls, operations):
        by_line, matched = collections.defaultdict(list), set()
        for ours in operations:
            for line in ours.lines:
                by_line[line].append(ours)
        for call in calls:
            ours = by_line.get((call.method, call.path))
            if not ours:
                if not self.is_on_a_page(call):
                    self.counts["no page"] += 1
                    if VERBOSE:
                        print(f"    {call.name}: no page has {call.method} {call.path}")
                    continue
                found = ["not read"]
            else:
                matched.update(it.id for it in ours)
                found = list(self.differences(call, ours))
            unexplained = [what for what in found if not self.explained(call, what)]
            self.counts["differ" if unexplained else "explained" if found else "equal"] += 1
            page = f" ({' '.join(it.page for it in ours)})" if ours else ""
            self.wrong += [f"{call.method} {call.path}\t{what}\t{call.name}{page}" for what in unexplained]
        self.counts["ours alone"] = len({ours.id for ours in operations} - matched)

    def stale(self):
        return [row for index, row in enumerate(self.rows) if index not in self.used]


def case(vendor, folder):
    """Writes the pages of a case into files."""
    text = (HERE.parent / "cases" / vendor / "sdk.md").read_text("utf-8")
    for name, page in re.findall(r"<!-- page: (\S+) -->\n(.*?)(?=<!-- page: |\Z)", text, re.S):
        file = pathlib.Path(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")


def main():
    tablature, rows, wrong, table = sys.argv[1], explanations(), 0, []
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for vendor, ask in (("bybit", pybit_calls), ("dnsimple", dnsimple_calls), ("gitlab", gitlab_calls)):
        if VENDORS and vendor not in VENDORS:
            continue
        calls, unasked = ask()
        if VERBOSE:
            print(f"{vendor}: not asked about: {' '.join(unasked)}")
        for corpus in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                pages = SHARED / CORPORA[vendor] if corpus else pathlib.Path(folder, "pages")
                if not corpus:
                    case(vendor, pages)
                elif not pages.is_dir():
                    print(f"sdk-compare: skipped: the corpus of {vendor} is not there")
                    continue
                comparison = Comparison(vendor, pages, rows)
                comparison.run(calls, crate(tablature, vendor, pages, f"{folder}/out"))
            for line in comparison.wrong:
                print(f"DIFFERS {vendor}\t{line}")
            stale = comparison.stale() if corpus else []
            for row in stale:
                print(f"STALE   {vendor}\t{row[1]}\t{row[2]}")
            wrong += len(comparison.wrong) + len(stale)
            table.append((vendor, "corpus" if corpus else "own pages", len(calls), comparison.counts, len(unasked)))
    columns = ["equal", "explained", "differ", "no page", "ours alone", "names equal", "names of no page"]
    print(f"\n{'vendor':<10}{'pages':<11}{'calls':>7}" + "".join(f"{it:>18}" for it in columns) + f"{'not asked':>12}")
    for vendor, pages, count, counts, unasked in table:
        cells = "".join(f"{counts[it]:>18}" for it in columns)
        print(f"{vendor:<10}{pages:<11}{count:>7}{cells}{unasked:>12}")
    sys.exit(1 if wrong else 0)


main()
