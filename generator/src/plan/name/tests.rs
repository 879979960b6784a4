//! Names as they come from the docs, and what Rust calls them.

use super::*;

#[test]
fn keywords_are_sorted_for_the_search() {
    assert!(KEYWORDS.is_sorted());
}

#[test]
fn fields_and_functions() {
    for (text, expected) in [
        ("RepoName", "repo_name"),
        ("repoName", "repo_name"),
        ("repo_name", "repo_name"),
        ("repo-name", "repo_name"),
        ("REPO_NAME", "repo_name"),
        ("UHost", "uhost"),
        ("UHostId", "uhost_id"),
        ("UHostIds", "uhost_ids"),
        ("CreateUHostInstance", "create_uhost_instance"),
        ("DescribeUDBInstanceBinlog", "describe_udb_instance_binlog"),
        ("GetUDBBackup", "get_udb_backup"),
        ("ULBId", "ulb_id"),
        ("UK8SClusterId", "uk8s_cluster_id"),
        ("DescribeUK8SImage", "describe_uk8s_image"),
        ("AddUK8SUHostNode", "add_uk8su_host_node"),
        ("K8sVersion", "k8s_version"),
        ("VPCId", "vpc_id"),
        ("VPCIds", "vpc_ids"),
        ("VPC", "vpc"),
        ("EIP", "eip"),
        ("EIPs", "eips"),
        ("EIPIds", "eip_ids"),
        ("EIPsId", "eips_id"),
        ("IDs", "ids"),
        ("URLs", "urls"),
        ("IP", "ip"),
        ("IPs", "ips"),
        ("IPSet", "ip_set"),
        ("PrivateIP", "private_ip"),
        ("IPv6", "ipv6"),
        ("IPv6Address", "ipv6_address"),
        ("EnableIPv6Gateway", "enable_ipv6_gateway"),
        ("IPV6Address", "ipv6_address"),
        ("Ipv6Cidr", "ipv6_cidr"),
        ("CPU", "cpu"),
        ("vCPU", "vcpu"),
        ("VCpu", "vcpu"),
        ("GPUType", "gpu_type"),
        ("IOPS", "iops"),
        ("IOps", "iops"),
        ("QPS", "qps"),
        ("QoS", "qos"),
        ("QoSLevel", "qos_level"),
        ("MySQLVersion", "mysql_version"),
        ("PostgreSQL", "postgresql"),
        ("OAuthToken", "oauth_token"),
        ("IPSecVPN", "ipsec_vpn"),
        ("DDoSInfo", "ddos_info"),
        ("SizeInGiB", "size_in_gib"),
        ("MD5", "md5"),
        ("Md5Sum", "md5_sum"),
        ("MD5sum", "md5sum"),
        ("SHA256Digest", "sha256_digest"),
        ("Disk0Size", "disk0_size"),
        ("S3Bucket", "s3_bucket"),
        ("L4Listener", "l4_listener"),
        ("BGPLineA", "bgp_line_a"),
        ("NatGWId", "nat_gw_id"),
        ("HTTPSRedirect", "https_redirect"),
        ("HTTPStatusCode", "http_status_code"),
        ("XMLHttpRequest", "xml_http_request"),
        ("SSLMode", "ssl_mode"),
        ("TopNSQL", "top_nsql"),
        ("A", "a"),
        ("AZ", "az"),
        ("Id", "id"),
        ("ID", "id"),
        ("type", "r#type"),
        ("Type", "r#type"),
        ("Match", "r#match"),
        ("async", "r#async"),
        ("self", "self_"),
        ("Self", "self_"),
        ("super", "super_"),
        ("crate", "crate_"),
        ("union", "union"),
        ("2fa", "n2fa"),
        ("2ndDisk", "n2nd_disk"),
        ("X-Auth-Token", "x_auth_token"),
        ("X-Subject-Token", "x_subject_token"),
        ("Content-Range", "content_range"),
        ("OS-EXT-SRV-ATTR:hypervisor_hostname", "os_ext_srv_attr_hypervisor_hostname"),
        ("os-extended-volumes:volumes_attached", "os_extended_volumes_volumes_attached"),
        ("provider:network_type", "provider_network_type"),
        ("extend_param.isAutoPay", "extend_param_is_auto_pay"),
        ("__system__cmkid", "system_cmkid"),
        ("metering.image_id", "metering_image_id"),
        ("name[]", "name"),
        ("a b", "a_b"),
        ("中文名", "中文名"),
        ("VPC名称", "vpc_名称"),
        ("-", "minus"),
        ("*", "star"),
        ("$", "dollar"),
        ("", "unnamed"),
        ("list_manage_repos", "list_manage_repos"),
    ] {
        assert_eq!(snake(text).as_str(), expected, "{text}");
    }
}

#[test]
fn types() {
    for (text, expected) in [
        ("ImageSet", "ImageSet"),
        ("UHostInstanceSet", "UHostInstanceSet"),
        ("GetUDBBackup", "GetUDBBackup"),
        ("VPCInfo", "VPCInfo"),
        ("VPC", "Vpc"),
        ("IPV6", "Ipv6"),
        ("imageSet", "ImageSet"),
        ("image_set", "ImageSet"),
        ("list_manage_repos", "ListManageRepos"),
        ("os-vol:attr", "OsVolAttr"),
        ("U_HOST", "UHost"),
        ("Self", "Self_"),
        ("type", "Type"),
        ("3des", "N3des"),
        ("Data.Result", "DataResult"),
        ("v1.2", "V1_2"),
        ("中文", "中文"),
    ] {
        assert_eq!(camel(text).as_str(), expected, "{text}");
    }
}

#[test]
fn variants() {
    for (text, expected) in [
        ("All", "All"),
        ("cn-bj2", "CnBj2"),
        ("PTR", "Ptr"),
        ("UHost", "UHost"),
        ("1", "V1"),
        ("-1", "Minus1"),
        ("1.5", "V1_5"),
        ("10.2.3", "V10_2_3"),
        ("0", "V0"),
        ("", "Empty"),
        ("Self", "Self_"),
        ("self", "Self_"),
        ("true", "True"),
        (">=", "GreaterEqual"),
        ("*", "Star"),
        ("2.4G", "V2_4g"),
        ("SSD_CLOUD", "SsdCloud"),
        ("not found", "NotFound"),
        ("包年", "包年"),
    ] {
        assert_eq!(variant(text).as_str(), expected, "{text}");
    }
}

#[test]
fn constants() {
    for (text, expected) in [
        ("8003", "CODE_8003"),
        ("SWR.4001001", "SWR_4001001"),
        ("InvalidParam", "INVALID_PARAM"),
        ("", "UNNAMED"),
    ] {
        assert_eq!(constant(text).as_str(), expected, "{text}");
    }
}

#[test]
fn qualified_names_do_not_stutter() {
    for (owner, name, expected) in [
        ("ImageBucket", "BucketType", "ImageBucketType"),
        ("GetImageBucketList", "BucketType", "GetImageBucketListBucketType"),
        ("Repo", "Kind", "RepoKind"),
        ("Status", "Status", "Status"),
        ("UHostSet", "State", "UHostSetState"),
    ] {
        assert_eq!(qualified(owner, name).as_str(), expected);
    }
}

#[test]
fn styles_tell_names_apart() {
    for (text, expected) in [
        ("type", "snake"),
        ("vpc_id", "snake"),
        ("vpcId", "camel"),
        ("VpcId", "pascal"),
        ("TYPE", "upper"),
        ("Vpc_id", "mixed"),
        ("vpc-id", "minus"),
        ("vpc.id", "dot"),
        ("name~", "tilde"),
        ("a:b.c", "colon_dot"),
    ] {
        assert_eq!(style(text).1, expected, "{text}");
    }
}
