//! Services for tests: a small one by hand, and any number at random with text that is hard to write.

mod hard;
mod random;

use indexmap::IndexMap;
use tablature_ir::{
    Body, Envelope, ErrorCode, Example, ExampleKind, Extensions, Field, Fields, Format, Interval, Method,
    Operation, Origin, Pagination, Protocol, Response, Retry, Service, Status, Total, Type, TypeDef, VERSION,
    recipe::Recipe,
};

pub(crate) use self::random::Random;

/// A signature among the parameters.
pub(crate) fn sha1() -> Recipe {
    let made = "{name: v1, credentials: {public_key: public, private_key: secret}, put: {params: {PublicKey: '{public_key}'}}, sign: {hash: sha1, text: '{private_key}'}, then: {params: {Signature: '{signature}'}}, vectors: [{credentials: {public_key: p, private_key: a}, method: GET, url: 'https://x/', gives: {Signature: 86f7e437faa5a7fce15d1ddcb9eaeaea377667b8}}]}";
    serde_yaml::from_str(made).unwrap()
}

/// One operation with a page of results.
pub(crate) fn images() -> Service {
    let required = |ty: Type, description: &str| Field {
        required: Some(true),
        description: description.to_owned(),
        ..Field::new(ty)
    };
    let operation = Operation {
        title: "获取镜像列表".into(),
        page: "uhub-api/get_repo_image.md".into(),
        method: Method::Post,
        uri: "/".into(),
        retry: Retry::Safe,
        form: Fields::from_iter([
            ("RepoName".into(), required(Type::String, "镜像仓库名称")),
            (
                "BucketType".into(),
                Field {
                    values: [("All", "全部"), ("User", "自建, 私有")]
                        .map(|(value, label)| (value.to_owned(), label.to_owned()))
                        .into_iter()
                        .collect(),
                    default: Some("All".into()),
                    ..Field::new(Type::String)
                },
            ),
            (
                "Limit".into(),
                Field {
                    default: Some("20".into()),
                    range: Some(Box::new(Interval::new("1", "100"))),
                    description: "一次返回多少条，默认为20；".repeat(6),
                    ..Field::new(Type::Integer)
                },
            ),
            ("Offset".into(), Field::new(Type::Integer)),
        ]),
        responses: [(
            Status("200".into()),
            Response {
                body: Some(Body::Fields(Fields::from_iter([
                    ("TotalCount".into(), required(Type::Integer, "总数")),
                    ("ImageSet".into(), required(Type::list(Type::Named("ImageSet".into())), "镜像列表")),
                ]))),
                ..Response::default()
            },
        )]
        .into(),
        errors: vec![ErrorCode { code: "8003".into(), status: None, description: "No: such".into() }],
        pagination: Some(Pagination::Offset {
            offset: "Offset".into(),
            limit: "Limit".into(),
            items: "ImageSet".into(),
            total: Some(Total::Body("TotalCount".into())),
            within: None,
        }),
        examples: vec![
            Example {
                of: ExampleKind::Request,
                title: String::new(),
                status: None,
                text: "https://api.ucloud.cn/?Action=GetRepoImage\n&RepoName=a".into(),
            },
            Example {
                of: ExampleKind::Response,
                title: String::new(),
                status: Some(Status("200".into())),
                text: r#"{"RetCode":0,"ImageSet":[{"ImageName":"a","PullCount":1.50,"UpdateTime":"2024-01-01"},{"ImageName":"b"}],"TotalCount":2}"#.into(),
            },
        ],
        ..Operation::default()
    };
    Service {
        tablature: VERSION,
        vendor: "ucloud".into(),
        service: "uhub".into(),
        title: "容器镜像库".into(),
        docs: "https://docs.ucloud.cn/api/".into(),
        protocol: Protocol::Rpc("Action".into()),
        endpoint: "https://api.ucloud.cn".into(),
        auth: vec![sha1()],
        context: [("Region", "region"), ("ProjectId", "project_id")]
            .map(|(name, setting)| (name.into(), setting.to_owned()))
            .into(),
        envelope: Some(Envelope {
            code: "RetCode".into(),
            ok: "0".into(),
            message: "Message".into(),
            payload: None,
            other: vec!["Action".into()],
        }),
        global: false,
        extensions: Extensions::default(),
        errors: Vec::new(),
        refusals: None,
        transient: Vec::new(),
        codes: Vec::new(),
        operations: [("GetRepoImage".into(), operation)].into(),
        enums: IndexMap::new(),
        types: [(
            "ImageSet".into(),
            TypeDef {
                fields: Fields::from_iter([
                    ("ImageName".into(), Field::new(Type::String)),
                    ("PullCount".into(), required(Type::Integer, "")),
                    (
                        "UpdateTime".into(),
                        Field {
                            format: Some(Format::UnixSeconds),
                            origin: Origin::Prose,
                            ..Field::new(Type::String)
                        },
                    ),
                ]),
                ..TypeDef::default()
            },
        )]
        .into(),
    }
}
