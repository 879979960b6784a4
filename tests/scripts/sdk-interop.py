"""Calls the mock with the vendors' own SDKs and compares what they decode with the fixtures.

    sdk-interop.py TABLATURE

Started by `sdk-interop`, which provides the SDKs.
"""
import json
import logging
import pathlib
import re
import signal
import subprocess
import sys
import tempfile

import dnsimple
import gitlab
import requests.adapters
import ucloud.client
from ucloud.core import exc as ucloud_exc
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions import exceptions as huawei_exc
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkswr.v2 import ListReposDetailsRequest, SwrClient
from pybit.unified_trading import HTTP as Bybit

KEY, SECRET = "interop-key", "interop-secret"
SERVICES = ["ucloud/uhub", "ucloud/ugc", "huaweicloud/swr"]
# Three own pages each, of a case of the tests; all their operations are called.
CASES = ["bybit", "dnsimple", "gitlab"]
calls = {"ucloud": 0, "huaweicloud": 0, "bybit": 0, "dnsimple": 0, "gitlab": 0}
failures = []


def check(what, ok, detail=""):
    print(("ok    " if ok else "WRONG ") + what + ("" if ok else f": {detail}"))
    if not ok:
        failures.append(what)


def fixture(crate, operation):
    return json.loads((pathlib.Path("generated") / crate / "fixtures" / f"{operation}.json").read_text("utf-8"))


def same(decoded, expected):
    """Equal, where an SDK that knows fewer keys drops them and one that knows other scalar types converts."""
    if isinstance(decoded, dict) and isinstance(expected, dict):
        return all(same(value, expected[key]) for key, value in decoded.items() if key in expected and value is not None)
    if isinstance(decoded, list) and isinstance(expected, list):
        return len(decoded) == len(expected) and all(map(same, decoded, expected))
    return decoded == expected or str(decoded) == str(expected)


def page(items, offset, limit):
    return items[offset:] if limit is None else items[offset:offset + limit]


def ucloud_calls(addresses):
    def client(service, secret=SECRET):
        return ucloud.client.Client({"base_url": addresses[service], "public_key": KEY, "private_key": secret,
                                     "region": "cn-bj2", "project_id": "org-1", "log_level": logging.CRITICAL})

    uhub, ugc = client("ucloud/uhub"), client("ucloud/ugc")
    whole = fixture("ucloud-uhub", "get_repo_image")
    variants = [{}, {"Limit": 1}, {"Offset": 0, "Limit": 100}, {"Offset": 5}]
    for name in ["nginx", "a b+c/d&e=f%g~h*i", "镜像"]:
        for arguments in variants:
            # The mock plays the list page by page.
            images = page(whole["ImageSet"], arguments.get("Offset", 0), arguments.get("Limit"))
            expected = dict(whole, ImageSet=images)
            if arguments:
                expected["TotalCount"] = len(whole["ImageSet"])
            answer = uhub.uhub().get_repo_image({"RepoName": name, **arguments})
            calls["ucloud"] += 1
            check(f"GetRepoImage {name} {arguments}", same(answer, expected) and answer["TotalCount"] == expected["TotalCount"]
                  and len(answer["ImageSet"]) == len(images), answer)
    for action, operation, arguments in [
        ("GetImageBucketList", "get_image_bucket_list", {"BucketType": "All"}),
        ("GetImageBucketList", "get_image_bucket_list", {"Limit": 5, "Offset": 0}),
        ("GetDockerImageList", "get_docker_image_list", {"BucketName": "ucs"}),
    ]:
        expected = fixture("ucloud-ugc", operation)
        answer = ugc.invoke(action, arguments)
        calls["ucloud"] += 1
        # Of a list that is asked for by the page the total is that of the fixture.
        for key in [key for key in ("TotalCount", "Total", "Count") if "Limit" in arguments]:
            expected.pop(key, None)
        check(f"{action} {arguments}", same(answer, expected) and set(expected) <= set(answer), answer)
    try:
        client("ucloud/uhub", "wrong").uhub().get_repo_image({"RepoName": "nginx"})
        check("a wrong key is refused", False, "it was accepted")
    except ucloud_exc.RetCodeException as error:
        check("a wrong key is refused", error.code == 171, error)
    try:
        uhub.invoke("GetRepoImage", {})
        check("a missing parameter is refused", False, "it was accepted")
    except ucloud_exc.RetCodeException as error:
        check("a missing parameter is refused", error.code == 220 and "RepoName" in str(error), error)


def huawei_calls(addresses):
    def client(secret=SECRET):
        config = HttpConfig.get_default_config()
        credentials = BasicCredentials(KEY, secret, "0605768a3300d5762f1ac00d7e5d1e4e")
        return SwrClient.new_builder().with_http_config(config).with_credentials(credentials) \
            .with_endpoint(addresses["huaweicloud/swr"]).build()

    expected = fixture("huaweicloud-swr", "list_repos")
    swr = client()
    for value in ["center::self", "namespace::group", "name::nginx", "category::linux", "offset::0|limit::10",
                  "center::self|namespace::group", "namespace::a b/c|name::x+y", "name::镜像", "center::thirdparty",
                  "namespace::group|name::nginx|category::other", "name::a=b&c", "offset::20|limit::1"]:
        arguments = {"filter": value}
        asked = dict(part.split("::") for part in value.split("|"))
        repos = page(expected, int(asked.get("offset", 0)), int(asked["limit"]) if "limit" in asked else None)
        answer = swr.list_repos_details(ListReposDetailsRequest(**arguments)).to_dict()
        calls["huaweicloud"] += 1
        check(f"ListReposDetails {arguments}", same(answer["body"] or [], repos) and len(answer["body"] or []) == len(repos), answer)
    try:
        swr.list_repos_details(ListReposDetailsRequest())
        check("a missing parameter is refused", False, "it was accepted")
    except huawei_exc.ClientRequestException as error:
        check("a missing parameter is refused", (error.status_code, error.error_code) == (400, "APIGW.0201"), error)
    try:
        client("wrong").list_repos_details(ListReposDetailsRequest(filter="namespace::group"))
        check("a wrong key is refused", False, "it was accepted")
    except huawei_exc.ClientRequestException as error:
        check("a wrong key is refused", (error.status_code, error.error_code) == (401, "APIGW.0301"), error)


def refused(what, call, errors):
    try:
        call()
        check(what, False, "it was accepted")
    except errors as error:
        check(what, True, error)


def bybit_calls(address):
    def client(secret=SECRET):
        session = Bybit(api_key=KEY, api_secret=secret, max_retries=1, log_requests=False)
        session.endpoint = address
        return session

    session = client()
    calls["bybit"] += 3
    answer = session.get_server_time()
    check("get_server_time", answer["result"]["timeNano"] == "1688639403423213947", answer)
    answer = session.get_wallet_balance(accountType="UNIFIED", coin="BTC,ETH")
    check("get_wallet_balance", answer["result"]["list"][0]["coin"][0]["equity"] == "0.10", answer)
    order = dict(category="linear", symbol="BTCUSDT", side="Buy", orderType="Limit", qty="0.001", price="25000")
    answer = session.place_order(**order)
    check("place_order", answer["result"]["orderId"] == "1321003749386327552", answer)
    refused("a wrong key is refused", lambda: client("wrong").place_order(**order), Exception)
    del order["symbol"]
    refused("a missing parameter is refused", lambda: session.place_order(**order), Exception)


def dnsimple_calls(address):
    class Limits(requests.adapters.HTTPAdapter):
        """The SDK cannot do without what a guide says of every answer."""

        def send(self, *arguments, **named):
            response = super().send(*arguments, **named)
            for name in ("Limit", "Remaining", "Reset"):
                response.headers.setdefault(f"X-RateLimit-{name}", "1")
            return response

    def client(token=SECRET):
        client = dnsimple.Client(access_token=token, base_url=address.removesuffix("/v2"))
        client.session.mount("http://", Limits())
        return client

    own = client()
    calls["dnsimple"] += 4
    answer = own.identity.whoami().data
    check("whoami", answer.account.email == "example-account@example.com", answer)
    answer = own.domains.list_domains(1010)
    names = [domain.name for domain in answer.data]
    check("list_domains", names == ["example-alpha.com", "example-beta.com"], names)
    answer = own.domains.list_domains(1010, page=2, per_page=1)
    names = [domain.name for domain in answer.data]
    check("list_domains, second page", names == ["example-beta.com"], names)
    answer = own.domains.create_domain(1010, "example-alpha.com").data
    check("create_domain", answer.name == "example-alpha.com", answer)
    refused("a wrong token is refused", lambda: client("wrong").identity.whoami(), dnsimple.DNSimpleException)


def gitlab_calls(address):
    def client(token=SECRET):
        return gitlab.Gitlab(address.removesuffix("/api/v4"), private_token=token, retry_transient_errors=False)

    own = client()
    calls["gitlab"] += 4
    names = [project.name for project in own.projects.list(get_all=False)]
    check("projects.list", names == ["Diaspora Client", "Puppet"], names)
    names = [project.name for project in own.projects.list(get_all=False, page=2, per_page=1)]
    check("projects.list, second page", names == ["Puppet"], names)
    answer = own.projects.get(3)
    check("projects.get", answer.name == "Diaspora Project Site", answer)
    answer = own.projects.create({"name": "new_project"})
    check("projects.create", answer.id == 7, answer)
    refused("a wrong token is refused", lambda: client("wrong").projects.get(3), gitlab.GitlabError)


class Mock:
    """`tablature mock` of these services, below this folder of pages or of the specs."""

    def __init__(self, count, *arguments):
        self.process = subprocess.Popen([sys.argv[1], "mock", *arguments, "--port", "0", "--access-key", KEY,
                                         "--secret-key", SECRET], stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.addresses = {}
        while len(self.addresses) < count:
            line = self.process.stdout.readline()
            found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+\S*) for (\S+)\n", line)
            if not found:
                sys.exit(f"expected `listening on …`, got {line!r}")
            self.addresses[found[2]] = found[1]

    def __enter__(self):
        return self.addresses

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=10)
        check("it stops cleanly on a signal", code == 0, f"exit code {code}")


def case(vendor, folder):
    """Writes the pages of a case into files."""
    text = (pathlib.Path("tests/cases") / vendor / "sdk.md").read_text("utf-8")
    for name, page in re.findall(r"<!-- page: (\S+) -->\n(.*?)(?=<!-- page: |\Z)", text, re.S):
        file = pathlib.Path(folder) / "pages" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")


def main():
    logging.disable(logging.CRITICAL)
    with Mock(len(SERVICES), *SERVICES) as addresses:
        ucloud_calls(addresses)
        huawei_calls(addresses)
    for vendor in CASES:
        with tempfile.TemporaryDirectory() as folder:
            case(vendor, folder)
            with Mock(1, "--docs", f"{folder}/pages", "--dialect", vendor) as addresses:
                globals()[f"{vendor}_calls"](next(iter(addresses.values())))
    for vendor, count in calls.items():
        least = 3 if vendor in CASES else 10
        check(f"at least {least} calls for {vendor}", count >= least, count)
    print(f"{len(failures)} wrong")
    sys.exit(1 if failures else 0)


main()
