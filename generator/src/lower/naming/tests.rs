use std::sync::Arc;

use super::*;
use crate::{extract, load, lower::book::Entry, lower::uri};

fn dialect() -> Dialect {
    crate::dialect::read("test", "service: {context: {project_id: project_id}}").unwrap()
}

fn asked<'a>(
    method: Method,
    template: &'a uri::Template,
    service: &'a str,
    dialect: &'a Dialect,
) -> Request<'a> {
    Request { method, template, service, dialect }
}

#[track_caller]
fn check(method: Method, target: &str, id: &str) {
    let (dialect, template) = (dialect(), uri::parse(target));
    assert_eq!(derived(&asked(method, &template, "kms", &dialect), "", None), id);
}

#[test]
fn paths_are_named_as_they_read() {
    check(Method::Get, "/manage/repos?filter='a::{a}|b::{b}'", "list_manage_repos");
    check(Method::Delete, "/manage/repos/{id}", "delete_manage_repo");
    check(Method::Delete, "/manage/repos", "delete_manage_repos");
    check(Method::Get, "/v1.1/{project_id}/cloudServers/{id}", "show_cloud_server_v1_1");
    check(Method::Get, "/v2/servers/{id}/policies/{policy}/status", "get_server_policy_status_v2");
    check(Method::Get, "/", "get_root");
    check(Method::Get, "/v2", "get_root_v2");
    check(Method::Get, "/api/notices/{id}.json", "show_notice");
    check(Method::Get, "/api/{code}", "show_code");
}

#[test]
fn one_of_several_is_in_the_singular() {
    check(Method::Get, "/repos/{owner}/{repo}/issues", "list_repo_issues");
    check(Method::Get, "/users/{username}/keys/{key_id}", "show_user_key");
    check(Method::Post, "/servers/{id}/tags", "create_server_tag");
    check(Method::Post, "/hooks/{id}", "create_hook_by_id");
    check(Method::Get, "/namespaces/{namespace}/exists", "get_namespace_exists");
    check(Method::Get, "/usage/stats", "get_usage_stats");
}

#[test]
fn placeholders_are_named_where_no_singular_tells_of_them() {
    check(Method::Put, "/snapshots/{id}/metadata", "update_snapshot_metadata");
    check(Method::Put, "/snapshots/{id}/metadata/{key}", "update_snapshot_metadata_by_key");
    check(Method::Put, "/{index-name}/_mapping", "update_index_mapping");
    check(Method::Put, "/_mapping", "update_mapping");
    check(Method::Get, "/nodes/{id}/stats/{metric}/{part}", "get_node_stats_by_metric_and_part");
    check(
        Method::Get,
        "/_snapshot/{repository}/{snapshot}/_status",
        "get_snapshot_status_by_repository_and_snapshot",
    );
    check(
        Method::Delete,
        "/_component_template/{component-template-name}",
        "delete_component_template_by_name",
    );
    check(Method::Get, "/weather/forecasts/{lang}", "get_weather_forecasts_by_lang");
    check(Method::Get, "/{book}+{chapter}:{verse}", "show_book_by_chapter_and_verse");
}

#[test]
fn a_path_may_have_a_verb_of_its_own() {
    check(Method::Post, "/v1.0/{project_id}/kms/list-keys", "list_keys_v1_0");
    check(Method::Post, "/keys/{id}/disable", "disable_key");
    check(Method::Post, "/kms/start", "start_kms");
    check(Method::Post, "/keys/{id}:disable", "disable_key");
    check(Method::Post, "/keys:purge", "purge_keys");
    check(Method::Post, "/repos/{id}/sync-repo", "sync_repo");
    check(Method::Post, "/clusters/{id}/tags/batch-delete", "batch_delete_cluster_tags");
    check(Method::Post, "/domains/{domain}/transfer_lock", "create_domain_transfer_lock");
    check(Method::Post, "/keys", "create_key");
    check(Method::Post, "/mall/item/list", "list_mall_items");
    check(Method::Post, "/_count", "count");
    check(Method::Get, "/keys/search", "get_keys_search");
    check(Method::Get, "/exports/{id}/download", "download_export");
    check(Method::Get, "/get_memes", "get_memes");
    check(Method::Get, "/orders/open", "get_orders_open");
    check(Method::Get, "/_list/indices", "list_indices");
    check(Method::Put, "/requests/{id}/reset_approvals", "reset_request_approvals");
}

#[test]
fn what_is_done_may_be_a_verb() {
    let (dialect, template) = (dialect(), uri::parse("/servers/{id}/action"));
    let named = |done| derived(&asked(Method::Post, &template, "kms", &dialect), done, None);
    assert_eq!(named("lock"), "lock_server");
    assert_eq!(named("os-extend"), "extend_server");
    assert_eq!(named("createImage"), "create_server_image");
    assert_eq!(named("tags"), "create_server_action_tag");
}

#[test]
fn a_path_says_whether_what_is_posted_reads() {
    let reads = |target: &str| reads(Method::Post, &uri::parse(target));
    assert!(reads("/kms/list-keys") && reads("/hosts/search") && reads("/users/{id}:get"));
    assert!(
        !reads("/search_configurations")
            && !reads("/keys/disable")
            && !reads("/lists")
            && !reads("/keys/{id}")
    );
    assert!(!super::reads(Method::Put, &uri::parse("/keys/search")));
}

/// What a page of one operation is called, and what its title does.
fn of_page(path: &str, text: &str, method: Method, target: &str) -> (Option<String>, Option<String>) {
    let (dialect, template) = (dialect(), uri::parse(target));
    let mut document = load::page(path.into(), text.as_bytes()).unwrap();
    let raw = extract::pages(&mut document, &dialect).swap_remove(0);
    let entry = Entry::new(path.into(), "app".to_owned(), Arc::new(document), raw);
    let asked = asked(method, &template, "app", &dialect);
    (given(&entry, &asked, true, true), verb(&entry, &asked))
}

#[test]
fn pages_give_names_in_order() {
    let get = |path: &str, text: &str| of_page(path, text, Method::Get, "/stickers/{sticker.id}").0;
    let named = |name: &str| Some(name.to_owned());
    let front = "---\nid: fetch-sticker\noperationId: getSticker\n---\n# Show sticker {#readSticker}\n";
    assert_eq!(get("app/find-sticker.md", front), named("getSticker"));
    let front = front.replace("operationId", "other");
    assert_eq!(get("app/find-sticker.md", &front), named("fetch_sticker"));
    assert_eq!(get("app/find-sticker.md", "# Show sticker {#readSticker}\n"), named("readSticker"));
    assert_eq!(
        get("app/find-sticker.md", "# Show sticker {#retrieve-a-sticker}\n"),
        named("retrieve_sticker")
    );
    assert_eq!(get("app/find-sticker.md", "# Show sticker\n"), named("find_sticker"));
    assert_eq!(get("app/page.md", "# Get Sticker\n"), named("get_sticker"));
    assert_eq!(get("app/page.md", "# Get a single sticker API (deprecated)\n"), named("get_sticker"));
    assert_eq!(get("app/page.md", "# 贴纸\n"), None);
}

#[test]
fn a_name_in_words_says_what_the_path_says() {
    let of = |title: &str, method, target| of_page("app/page.md", &format!("# {title}\n"), method, target).0;
    assert_eq!(of("Cancel Order", Method::Post, "/order/cancel").as_deref(), Some("cancel_order"));
    assert_eq!(
        of("Cancel Order", Method::Post, "/spread/order/cancel"),
        None,
        "another page may have this title"
    );
    assert_eq!(of("Get snapshot", Method::Get, "/snapshot/{repository}"), None);
    assert_eq!(of("Get order", Method::Delete, "/orders/{id}"), None, "the method does something else");
    assert_eq!(of("List user", Method::Get, "/users/{id}"), None, "one is no list");
    assert_eq!(of("Users", Method::Get, "/users"), None);
    assert_eq!(of("GET /users", Method::Get, "/users"), None, "a request is no name");
    assert_eq!(of("Get user", Method::Get, "/v2/users/{id}").as_deref(), Some("get_user_v2"));
    let boards = "List all group issue boards in a group";
    assert_eq!(of(boards, Method::Get, "/groups/{id}/boards").as_deref(), Some("list_group_issue_boards"));
    assert_eq!(
        of("Get a user's status", Method::Get, "/users/{id}/status").as_deref(),
        Some("get_user_status")
    );
}

#[test]
fn titles_have_verbs() {
    let of = |title: &str, method, target| of_page("app/page.md", &format!("# {title}\n"), method, target).1;
    let lock = "/domains/{id}/transfer_lock";
    assert_eq!(of("Disable the lock", Method::Delete, lock).as_deref(), Some("disable"));
    assert_eq!(of("Remove the lock", Method::Delete, lock), None, "the method says it");
    assert_eq!(
        of("Cherry-pick a commit", Method::Post, "/commits/{id}/cherry_pick").as_deref(),
        Some("cherry_pick")
    );
    assert_eq!(
        of("Crosspost Message", Method::Post, "/messages/{id}/crosspost").as_deref(),
        Some("crosspost")
    );
    assert_eq!(of("Export status", Method::Post, "/exports"), None, "a noun");
    assert_eq!(of("Export status", Method::Get, "/users/{id}/export"), None, "another request starts it");
    assert_eq!(of("DNS analytics API", Method::Post, "/dns_analytics"), None, "a noun");
}

#[test]
fn names_of_one_version_say_which() {
    let named = |target: &str| versioned("CreateListener", &uri::parse(target));
    assert_eq!(named("/v2/{id}/elb/listeners"), "CreateListenerV2");
    assert_eq!(named("/v2.0/lbaas/listeners"), "CreateListenerV2_0");
    assert_eq!(named("/listeners"), "CreateListener");
    let links = "naming: {link: ['v=(?<version>\\d+)&api=(?<name>\\w+)']}";
    let (dialect, template) = (crate::dialect::read("test", links).unwrap(), uri::parse("/v1/ports"));
    let named = derived(&asked(Method::Get, &template, "vpc", &dialect), "", None);
    assert_eq!(named, "list_v1_ports", "`ListPorts` of version 1 is `ListPortsV1`");
}

#[test]
fn links_name_what_their_verb_may_be() {
    let text = "naming: {verbs: {GET: [list], PUT: [update]}, copied: [ListTopics]}";
    let dialect = crate::dialect::read("test", text).unwrap();
    let fits = |name: &str, method, target: &str| {
        said::fits(name, &asked(method, &uri::parse(target), "x", &dialect))
    };
    assert!(fits("ListPolicies", Method::Get, "/roles") && !fits("ListPolicies", Method::Get, "/roles/{id}"));
    assert!(
        !fits("ListPolicies", Method::Put, "/roles")
            && fits("RejectPeering", Method::Put, "/peerings/{id}/reject")
    );
    assert!(fits("ListTopics", Method::Get, "/topics") && !fits("ListTopics", Method::Get, "/roles"));
}

#[test]
fn blanks_in_names_are_slips() {
    assert_eq!(mended("Get Sticker", &Protocol::Rest).as_deref(), Some("Get_Sticker"));
    assert_eq!(mended("GetSticker", &Protocol::Rest), None);
    assert!(is_action("DescribeInstances") && !is_action("README") && !is_action("Overview"));
}

#[test]
fn the_words_of_names_are_read() {
    let names = &*super::words::NAMES;
    assert!(super::words::has(&names.deeds, "action") && super::words::has(&names.before, "batch"));
    assert!(
        super::words::is_usual(Method::Post, "add") && super::words::has(&names.front.ids, "operationId")
    );
}
