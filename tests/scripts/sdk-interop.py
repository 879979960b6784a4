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

import ucloud.client
from ucloud.core import exc as ucloud_exc
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions import exceptions as huawei_exc
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkswr.v2 import ListReposDetailsRequest, SwrClient

KEY, SECRET = "interop-key", "interop-secret"
SERVICES = ["ucloud/uhub", "ucloud/ugc", "huaweicloud/swr"]
calls = {"ucloud": 0, "huaweicloud": 0}
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


def ucloud_calls(addresses):
    def client(service, secret=SECRET):
        return ucloud.client.Client({"base_url": addresses[service], "public_key": KEY, "private_key": secret,
                                     "region": "cn-bj2", "project_id": "org-1", "log_level": logging.CRITICAL})

    uhub, ugc = client("ucloud/uhub"), client("ucloud/ugc")
    expected = fixture("ucloud-uhub", "get_repo_image")
    variants = [{}, {"Limit": 1}, {"Offset": 0, "Limit": 100}, {"Offset": 5}]
    for name in ["nginx", "a b+c/d&e=f%g~h*i", "镜像"]:
        for arguments in variants:
            answer = uhub.uhub().get_repo_image({"RepoName": name, **arguments})
            calls["ucloud"] += 1
            check(f"GetRepoImage {name} {arguments}", same(answer, expected) and answer["TotalCount"] == expected["TotalCount"]
                  and len(answer["ImageSet"]) == len(expected["ImageSet"]) > 0, answer)
    for action, operation, arguments in [
        ("GetImageBucketList", "get_image_bucket_list", {"BucketType": "All"}),
        ("GetImageBucketList", "get_image_bucket_list", {"Limit": 5, "Offset": 0}),
        ("GetDockerImageList", "get_docker_image_list", {"BucketName": "ucs"}),
    ]:
        expected = fixture("ucloud-ugc", operation)
        answer = ugc.invoke(action, arguments)
        calls["ucloud"] += 1
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
        check("a missing parameter is refused", error.code != 0 and "RepoName" in str(error), error)


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
        answer = swr.list_repos_details(ListReposDetailsRequest(**arguments)).to_dict()
        calls["huaweicloud"] += 1
        check(f"ListReposDetails {arguments}", same(answer["body"], expected) and len(answer["body"]) == len(expected) > 0, answer)
    try:
        swr.list_repos_details(ListReposDetailsRequest())
        check("a missing parameter is refused", False, "it was accepted")
    except huawei_exc.ClientRequestException as error:
        check("a missing parameter is refused", error.status_code == 400, error)
    try:
        client("wrong").list_repos_details(ListReposDetailsRequest(filter="namespace::group"))
        check("a wrong key is refused", False, "it was accepted")
    except huawei_exc.ClientRequestException as error:
        check("a wrong key is refused", error.status_code == 401, error)


def main():
    logging.disable(logging.CRITICAL)
    mock = subprocess.Popen([sys.argv[1], "mock", *SERVICES, "--port", "0", "--access-key", KEY, "--secret-key", SECRET],
                            stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        addresses = {}
        while len(addresses) < len(SERVICES):
            line = mock.stdout.readline()
            found = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+) for (\S+)\n", line)
            if not found:
                sys.exit(f"expected `listening on …`, got {line!r}")
            addresses[found[2]] = found[1]
        ucloud_calls(addresses)
        huawei_calls(addresses)
    finally:
        mock.send_signal(signal.SIGTERM)
        code = mock.wait(timeout=10)
    check("it stops cleanly on a signal", code == 0, f"exit code {code}")
    for vendor, count in calls.items():
        check(f"at least ten calls for {vendor}", count >= 10, count)
    print(f"{len(failures)} wrong")
    sys.exit(1 if failures else 0)


main()
