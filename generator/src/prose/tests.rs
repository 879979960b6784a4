//! Tiny texts, one per shape. The phrases are those of a built-in dialect.

use std::sync::{Arc, LazyLock};

use super::*;

static PATTERNS: LazyLock<Arc<Patterns>> = LazyLock::new(|| patterns("ucloud"));
static OTHER: LazyLock<Arc<Patterns>> = LazyLock::new(|| patterns("huaweicloud"));

fn patterns(name: &str) -> Arc<Patterns> {
    crate::dialect::read(name, crate::dialect::builtin(name).unwrap()).unwrap().prose
}

fn read(ty: &str, description: &str) -> Facts {
    facts(&Text { description, name: "Name", ty: &ty.parse().unwrap(), side: Side::Request }, &PATTERNS)
}

/// `value=label` joined by `; `.
fn values(ty: &str, description: &str) -> String {
    let values = read(ty, description).values.map(|values| values.value).unwrap_or_default();
    let values: Vec<String> = values
        .iter()
        .map(|(value, label)| if label.is_empty() { value.clone() } else { format!("{value}={label}") })
        .collect();
    values.join("; ")
}

fn default(ty: &str, description: &str) -> Option<String> {
    read(ty, description).default.map(|default| default.value)
}

fn interval(found: Option<Found<tablature_ir::Interval>>) -> String {
    let bound = |bound: Option<String>| bound.unwrap_or_default();
    found.map_or("none".to_owned(), |found| format!("{}..{}", bound(found.value.min), bound(found.value.max)))
}

#[test]
fn lists_of_values() {
    for (text, expected) in [
        // Plain.
        ("协议。枚举值为：HTTP，TCP，UDP，HTTPS。", "HTTP; TCP; UDP; HTTPS"),
        ("枚举值：\"IPv4\" / \"IPv6\"/\"DualStack\"，默认值为：“IPv4”", "IPv4; IPv6; DualStack"),
        ("枚举值[\"N\", \"C\", \"O.BM\"]。参考说明。", "N; C; O.BM"),
        ("角色，枚举值为master、node", "master; node"),
        // What is not a value is not the label of one either.
        ("单位。枚举值：g、μg、kg", ""),
        ("开关。枚举值：on、关、off", ""),
        ("计费模式，枚举值为： Year/Month", "Year; Month"),
        ("类型。可选值：all|xss|other等", "all; xss; other"),
        ("取值\"Intel\" \"Amd\"，默认值“Intel”", "Intel; Amd"),
        ("取值：SYMMETRIC(AES_256)、RSA_2048。", "SYMMETRIC=AES_256; RSA_2048"),
        ("请求协议\n枚举值：\nHTTP\nHTTPS\n缺省值：HTTP", "HTTP; HTTPS"),
        // The default shows that the words at the beginning are values.
        ("self或thirdparty，自己的镜像或第三方镜像，默认值为self。", "self; thirdparty"),
        // Labelled, by a strong joint.
        ("类型。限定枚举值：A1 -> 应用型，N1 -> 网络型； 默认值：A1", "A1=应用型; N1=网络型"),
        // By a comma.
        (
            "计费模式。枚举值为： \n\n > Year，按年付费； \n\n > Month，按月付费。",
            "Year=按年付费; Month=按月付费",
        ),
        ("枚举值, \"enable\",支持; \"disable\",不支持", "enable=支持; disable=不支持"),
        // By a word.
        ("枚举值，Base是基础镜像；Custom是自制镜像。", "Base=基础镜像; Custom=自制镜像"),
        // By nothing, and by a blank.
        (
            "触发周期。枚举值：continuous连续 exponent 指数 single 不重复",
            "continuous=连续; exponent=指数; single=不重复",
        ),
        // By several joints in one list, and with a remark behind it.
        ("枚举值：uhost: 云主机; ulb, 负载均衡器；natgw：网关", "uhost=云主机; ulb=负载均衡器; natgw=网关"),
        ("枚举值：Domain -> 域名；Default -> 默认规则，不传默认值Domain", "Domain=域名; Default=默认规则"),
        // Labelled, by its form alone.
        (
            "All：所有仓库， User：个人仓库 ， Share：第三方公开镜像， 默认值：All",
            "All=所有仓库; User=个人仓库; Share=第三方公开镜像",
        ),
        ("Private：私有，Public：公有", "Private=私有; Public=公有"),
        ("防护状态,on:开启;off:关闭", "on=开启; off=关闭"),
        ("状态标记 Init：初始化中，Recover fail：恢复失败", "Init=初始化中; Recover fail=恢复失败"),
        // Swapped.
        ("枚举值：千兆网络集群：1G；万兆网络集群：10G；", "1G=千兆网络集群; 10G=万兆网络集群"),
        ("枚举值：初始化：\"Init\"；启动中：\"Starting\"；", "Init=初始化; Starting=启动中"),
        ("可选值:拦截请求(forbidden) ，验证码(captcha)", "forbidden=拦截请求; captcha=验证码"),
    ] {
        assert_eq!(values("string", text), expected, "{text}");
    }
}

#[test]
fn labels_of_one_list_serve_another() {
    assert_eq!(values("integer", "类型\n1：独享\n2：共享\n枚举值：\n1\n2"), "1=独享; 2=共享");
}

#[test]
fn values_fit_the_type() {
    assert_eq!(values("integer", "状态，枚举值：0健康 1 异常"), "0=健康; 1=异常");
    assert_eq!(values("integer", "归属：0-默认,1-UCloud,2-客户"), "0; 1=UCloud; 2=客户");
    assert_eq!(values("integer", "枚举值：HTTP，TCP"), "");
    assert_eq!(values("boolean", "枚举值为true或false。"), "");
    assert_eq!(values("list<string>", "限定取值：\"VPC\" / \"UWAN\""), "VPC; UWAN");
    assert_eq!(values("Disk", "枚举值：a，b"), "");
}

#[test]
fn what_is_no_list_of_values() {
    for text in [
        "Default: 默认排序",
        "self或thirdparty，自己的镜像或第三方镜像。",
        "取值范围为 [0,10000000] 之间的整数",
        "取值：1-100",
        "当Type取值\"UserDefined\"时有效",
        "配置字典，如：a1:资源，b2:资源",
        "取值范围：icmp、tcp、udp或IP协议号",
        "枚举值，自动识别，“auto”；IP地址或域名",
        "键值对。key：名称。value：内容。",
        "可选“主动模式”与“野蛮模式”。",
        "取值：\n大于等于0：表示配额。\n-1：表示无限制。",
        "示例：[{\"Type\":\"甲\",\"Id\":\"乙\"}]",
        "取值：false表示不透传，0表示其他：见说明",
    ] {
        assert_eq!(values("string", text), "", "{text}");
    }
}

#[test]
fn defaults() {
    for (ty, text, expected) in [
        ("integer", "偏移量，默认0", Some("0")),
        ("integer", "显示数量，默认为20", Some("20")),
        ("integer", "返回数据长度，默认为20，最大100", Some("20")),
        ("integer", "条目数量, (0, 1000], 默认 20 条", Some("20")),
        ("integer", "磁盘大小，单位GB， 默认20GB", Some("20")),
        ("integer", "时间，单位小时，默认3分钟", None),
        ("string", "默认值为“sha1”", Some("sha1")),
        ("string", "是否忽略。默认值（No）。", Some("No")),
        ("string", "不填默认Yes ）", Some("Yes")),
        ("boolean", "是否释放，默认否", Some("false")),
        ("boolean", "默认为True", Some("true")),
        // A meaning instead of a value, unless it is the label of one.
        ("string", "计费模式，默认为月付", None),
        ("string", "枚举值：Year, 按年付费; Month, 按月付费，默认为按月付费", Some("Month")),
        ("string", "数据粒度\n- a: 聚合 （默认）\n- b：明细", Some("a")),
        ("string", "认证类型，默认为OFF：\nOFF：不认证\nHEADER：在请求头中", Some("OFF")),
        (
            "string",
            "认证类型，仅在type为APP时生效，默认为OFF：\nOFF：不认证\nHEADER：在请求头中",
            Some("OFF"),
        ),
        ("string", "认证类型，默认为NONE：\nOFF：不认证\nHEADER：在请求头中", None),
        // Somebody else's default, or one in some cases only.
        ("string", "如果不传则使用默认的VPC", None),
        ("string", "默认网关", None),
        ("integer", "默认1,2,3", None),
        ("integer", "取值范围为 30-60（IKEv2 默认为 0）", None),
        ("integer", "默认值：1，当支付类型为按月时，默认值为0", None),
        ("integer", "默认404页面在存储桶的路径", None),
    ] {
        assert_eq!(default(ty, text).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_default_among_the_values_or_a_conflict() {
    let facts = read("string", "枚举值：\"Year\" / \"Month\"，默认值为：\"Day\"");
    assert_eq!(facts.conflicts.len(), 1);
    assert_eq!(facts.conflicts[0].id, crate::diagnostic::Id::DefaultNotInEnum);
    assert!(read("string", "枚举值：\"Year\" / \"Month\"，默认值为：\"Month\"").conflicts.is_empty());
}

#[test]
fn ranges() {
    for (text, expected) in [
        ("取值范围[1-65535]；默认值为80", "1..65535"),
        ("范围 ：[1024, 262144]，取值为1024的倍数", "1024..262144"),
        ("可选参数：1-64（具体参照控制台）。", "1..64"),
        ("取值范围3306至65535。", "3306..65535"),
        ("取值范围：-1~172800。", "-1..172800"),
        ("取值范围(0,100]", "1..100"),
        ("取值：1-300s，默认60s", "1..300"),
        ("默认为20，最大100", "..100"),
        ("取值必须>0.", "1.."),
        ("该值最大7天", "none"),
        ("范围：1-10万次", "none"),
        ("普通盘：范围[1~8000]；系统盘：范围[1~4000]", "none"),
        ("取值范围：\n[1,60]（分钟）：当协议为TCP时。\n[1,1440]（分钟）：当协议为HTTP时。", "none"),
        ("取值[1,2]", "none"),
    ] {
        assert_eq!(interval(read("integer", text).range), expected, "{text}");
    }
    assert_eq!(interval(read("string", "取值范围[1-100]").range), "none");
}

#[test]
fn lengths_and_numbers_of_elements() {
    assert_eq!(interval(read("string", "限定字符长度：[1-255]").length), "1..255");
    assert_eq!(interval(read("string", "长度为1-63位。").length), "1..63");
    assert_eq!(interval(read("string", "不超过99999999999999999999个字符").length), "none", "no count");
    assert_eq!(interval(read("string", "最大长度36字节").length), "none");
    assert_eq!(interval(read("string", "密码需base64编码，编码前长度为8-30").length), "none");
    assert_eq!(interval(read("list<string>", "列表，最大长度为20。").length), "none");
    assert_eq!(interval(read("list<string>", "数组长度至少为1； 不超过20个。").items), "1..20");
    let lines = "名称\n最小长度：1\n最大长度：36";
    let text =
        Text { description: lines, name: "name", ty: &"string".parse().unwrap(), side: Side::Response };
    assert_eq!(interval(facts(&text, &OTHER).length), "1..36");
}

#[test]
fn units() {
    let unit = |ty, text| read(ty, text).unit.map(|unit| unit.value).unwrap_or_default();
    assert_eq!(unit("integer", "内存大小。单位：MB。范围 ：[1024, 4096]"), "MB");
    assert_eq!(unit("integer", "磁盘空间(GB)"), "GB");
    assert_eq!(unit("integer", "时间,单位小时计,范围[0-23]"), "小时");
    assert_eq!(unit("integer", "存储容量，单位: GB天"), "");
    assert_eq!(unit("string", "格式为nCmG,m代表内存大小(GB)"), "");
    assert_eq!(unit("integer", "起始时间戳,单位：秒"), "");
}

#[test]
fn formats() {
    let format = |ty, text| read(ty, text).format.map(|format| format.value);
    assert_eq!(format("string", "创建时间，格式为Unix时间戳"), Some(Format::UnixSeconds));
    assert_eq!(format("integer", "开始时间(毫秒时间戳）"), Some(Format::UnixMillis));
    assert_eq!(format("integer", "异常时间点，UNIX时间戳，单位：ms"), Some(Format::UnixMillis));
    assert_eq!(format("string", "更新时间戳"), None);
    assert_eq!(format("string", "如：2020-02-06T18:46:17+08:00"), Some(Format::Rfc3339));
    assert_eq!(format("string", "密码需使用base64进行编码"), Some(Format::Base64));
    assert_eq!(format("string", "将公钥base64和私钥base64拼接起来计算的MD5值"), None);
    assert_eq!(format("string", "系统类型：unix, windows"), None);
    let other = |description| {
        let text = Text { description, name: "x", ty: &tablature_ir::Type::String, side: Side::Response };
        facts(&text, &OTHER).format.map(|format| format.value)
    };
    assert_eq!(other("UTC日期格式，时间为UTC标准时间"), Some(Format::Rfc3339));
    assert_eq!(other("格式是yyyy-mm-ddThh:mm:ssZ。"), Some(Format::Rfc3339));
    assert_eq!(other("格式为UTC时间：YYYY-MM-DDTHH:MM:SS"), None);
}

#[test]
fn sensitive_names() {
    let sensitive = |name, ty: &str| {
        let text = Text { description: "", name, ty: &ty.parse().unwrap(), side: Side::Request };
        facts(&text, &PATTERNS).sensitive.is_some()
    };
    assert!(sensitive("AdminPassword", "string"));
    assert!(sensitive("PrivateKey", "string"));
    assert!(!sensitive("HasPassword", "boolean"));
    assert!(!sensitive("MaxPasswordAge", "integer"));
    assert!(!sensitive("NextToken", "string"));
}

#[test]
fn deprecations() {
    let words = |text| read("string", text).deprecated.map(|words| words.value).unwrap_or_default();
    assert_eq!(words("【已废弃】过期时间"), "【已废弃】");
    assert_eq!(words("账期: 已弃用，请使用BillingCycle"), "已弃用，请使用BillingCycle");
    assert_eq!(words("内存(MB)（待废弃，请用MachineType），目前支持"), "（待废弃，请用MachineType）");
    assert_eq!(words("IP 版本，支持 IPv6 后废弃"), "");
    assert_eq!(words("版本的状态：\nDEPRECATED（废弃版本）"), "");
    assert_eq!(words("通道类型。\n1：私网通道（待废弃）\n2：快速通道"), "");
}

#[test]
fn parameters_that_depend_on_each_other() {
    let group = |text| {
        let found = read("string", text).group.map(|found| found.value)?;
        Some(format!("{:?}{} {}", found.is, if found.both { " or both" } else { "" }, found.names))
    };
    for (text, expected) in [
        ("网关；与VPCId二选一必填", Some("ExactlyOne VPCId")),
        ("模板。和name二选一必填，可都填", Some("ExactlyOne or both name")),
        ("监听器。ListenerId和LoadBalancerId必选其一", Some("ExactlyOne ListenerId和LoadBalancerId")),
        ("cidr，与network_id参数二选一。", Some("AtMostOne network_id")),
        ("ip_range和group两个参数二选一。", Some("AtMostOne ip_range和group")),
        ("指定数量，与IPs互斥", Some("AtMostOne IPs")),
        ("当类型为A时，与IPs互斥", None),
        ("类型A：与IPs互斥", None),
        ("两者二选一", None),
        ("The note. Exactly one of body or resolved must be set.", Some("ExactlyOne body or resolved")),
        ("Either `a` or `b` is required. `a` has a higher priority", Some("AtLeastOne or both `a` or `b`")),
        ("at least one of a, b and c must be passed", Some("AtLeastOne a, b and c")),
        ("Mutually exclusive with `b`.", Some("AtMostOne `b`")),
        ("Cannot be used together with b", Some("AtMostOne b")),
        ("For category = X, either a or b is required", None),
        ("If c is given, mutually exclusive with b", None),
        ("Mutually exclusive with b when c is given", None),
        ("Either works", None),
    ] {
        assert_eq!(group(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn conditions() {
    let when = |text| read("string", text).condition.map(|when| when.value).unwrap_or_default();
    assert_eq!(when("域名相关配置。Type为Host时必填。具体结构详见下方"), "Type为Host");
    assert_eq!(when("【若绑定EIP，此参数必填】弹性IP的线路。"), "绑定EIP");
    assert_eq!(when("参数  CSROnline=1时必填"), "CSROnline=1");
    assert_eq!(when("Area和AreaCode两者必填一个"), "");
    assert_eq!(when("Name,Tag必须填写1个及以上"), "");
    assert_eq!(when("创建时，更新时非必选"), "");
    assert_eq!(condition("type = 2时必选", &OTHER).unwrap().value, "type = 2");
    assert!(condition("是", &OTHER).is_none());
}

#[test]
fn facts_know_where_they_stand() {
    let text = "协议，枚举值：TCP、UDP，默认值：TCP";
    let facts = read("string", text);
    assert_eq!(&text[facts.values.unwrap().at], "TCP、UDP");
    assert_eq!(&text[facts.default.unwrap().at], "默认值：TCP");
}

#[test]
fn faults_of_phrases_name_the_phrase() {
    let mut config =
        PatternsConfig { ignore: vec!["a".to_owned(), "(".to_owned()], ..PatternsConfig::default() };
    assert_eq!(Patterns::compile(&config).unwrap_err().key, "ignore[1]");
    config.ignore = vec!["{nothing}".to_owned()];
    assert_eq!(Patterns::compile(&config).unwrap_err().message, "there is no fragment `nothing`");
    config.ignore.clear();
    config.units.phrases = vec!["unit".to_owned()];
    assert!(Patterns::compile(&config).unwrap_err().message.contains("(?P<unit>"));
}
