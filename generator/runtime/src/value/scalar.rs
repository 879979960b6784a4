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

/// An integer as text, in memory at hand.
pub(crate) fn integer_text(integer: i64, space: &mut [u8; 20]) -> &str {
    let (mut rest, mut start) = (integer.unsigned_abs(), space.len());
    for digit in space.iter_mut().rev() {
        *digit = b"0123456789"[usize::try_from(rest % 10).unwrap_or_default()];
        (rest, start) = (rest / 10, start - 1);
        if rest == 0 {
            break;
        }
    }
    if integer < 0 {
        // The least of them has 19 digits, so there is room.
        start -= 1;
        space[start] = b'-';
    }
    str::from_utf8(space.get(start..).unwrap_or_default()).unwrap_or_default()
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
