//! Strings, numbers, booleans, options and boxes of values, and nothing at all.

use super::{Slot, Value, View};
use crate::Arg;

macro_rules! scalar {
    ($type:ty, $variant:ident, $self:ident => $view:expr) => {
        impl Value for $type {
            fn view(&$self) -> View<'_> {
                View::$variant($view)
            }

            fn slot(&mut self) -> Slot<'_> {
                Slot::$variant(self)
            }

            fn clear(&mut self) {
                *self = Self::default();
            }

            fn into_arg(self) -> Arg {
                Arg::$variant(self)
            }
        }
    };
}

scalar!(String, Text, self => self);
scalar!(i64, Integer, self => *self);
scalar!(u64, Unsigned, self => *self);
scalar!(f64, Number, self => *self);
scalar!(bool, Boolean, self => *self);

/// An empty body.
impl Value for () {
    fn view(&self) -> View<'_> {
        View::Absent
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::Ignore
    }

    fn clear(&mut self) {}
}

impl<T: Value + Default> Value for Option<T> {
    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Absent, Value::view)
    }

    fn slot(&mut self) -> Slot<'_> {
        self.get_or_insert_default().slot()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn into_arg(self) -> Arg {
        self.map_or(Arg::Absent, Value::into_arg)
    }
}

impl<T: Value + ?Sized> Value for Box<T> {
    fn view(&self) -> View<'_> {
        (**self).view()
    }

    fn slot(&mut self) -> Slot<'_> {
        (**self).slot()
    }

    fn clear(&mut self) {
        (**self).clear();
    }
}

/// A number as text, without an exponent and without a fraction of zero, which is the form that every service reads.
/// `-0.0` is `0`.
pub(crate) fn number_text(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if number.fract() == 0.0 {
        // All its digits, as an integer of that size has them.
        return format!("{number:.0}");
    }
    // Rust never writes an exponent for `Display`, and writes the shortest digits that read back the same.
    number.to_string()
}
