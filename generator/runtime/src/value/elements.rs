//! Lists.

use super::{Elements, Slot, Value, View};

/// A list of values: what a generated type has where a page says array.
pub type List<T> = Vec<T>;

impl<T: Value + Default> Value for Vec<T> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn slot(&mut self) -> Slot<'_> {
        Slot::List(self)
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<T: Value + Default> Elements for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, index: usize) -> Option<&dyn Value> {
        self.get(index).map(|element| element as &dyn Value)
    }

    fn push(&mut self) -> &mut dyn Value {
        let at = self.len();
        Vec::push(self, T::default());
        &mut self[at]
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }
}
