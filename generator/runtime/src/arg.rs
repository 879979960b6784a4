//! The value of a parameter, as a request that is being built keeps it.

use std::sync::Arc;

use crate::value::{Json, Value, View, text_of};

/// The value of a parameter.
#[derive(Clone)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names say it")]
pub enum Arg {
    Absent,
    Text(String),
    Integer(i64),
    Unsigned(u64),
    Number(f64),
    Boolean(bool),
    Json(Json),
    /// A list, a map, an object or an enum.
    Shared(Arc<dyn Value>),
}

/// What a parameter of a [`Call`](crate::Call) takes: any [`Value`], or text.
pub trait IntoArg {
    /// The value as it is kept until it is sent.
    fn into_arg(self) -> Arg;
}

impl<V: Value> IntoArg for V {
    fn into_arg(self) -> Arg {
        Value::into_arg(self)
    }
}

impl IntoArg for &str {
    fn into_arg(self) -> Arg {
        Arg::Text(self.to_owned())
    }
}

/// An integer without a type of its own is one of these: `call.query("limit", 20)`, `call.query("ids", vec![1, 2])`.
macro_rules! integer {
    ($($ty:ty)*) => {
        $(impl IntoArg for $ty {
            fn into_arg(self) -> Arg {
                Arg::Integer(self.into())
            }
        }

        impl IntoArg for Vec<$ty> {
            fn into_arg(self) -> Arg {
                Value::into_arg(self.into_iter().map(i64::from).collect::<Vec<i64>>())
            }
        })*
    };
}

integer!(i8 i16 i32 u8 u16 u32);

impl Arg {
    pub(crate) fn shared(value: impl Value) -> Self {
        Arg::Shared(Arc::new(value))
    }

    /// Whether nothing would be sent for it.
    pub(crate) fn is_absent(&self) -> bool {
        if let Arg::Shared(value) = self
            && (value.part().is_some() || value.body().is_some())
        {
            return false;
        }
        match self.value().view() {
            View::Absent | View::Json(Json::Null) => true,
            View::List(list) => list.count() == 0,
            View::Map(map) => map.count() == 0,
            _ => false,
        }
    }

    pub(crate) fn text(&self) -> Option<String> {
        text_of(self.value())
    }

    pub(crate) fn value(&self) -> &dyn Value {
        match self {
            Arg::Absent => &(),
            Arg::Text(text) => text,
            Arg::Integer(integer) => integer,
            Arg::Unsigned(integer) => integer,
            Arg::Number(number) => number,
            Arg::Boolean(boolean) => boolean,
            Arg::Json(json) => json,
            Arg::Shared(value) => &**value,
        }
    }
}
