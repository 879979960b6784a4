//! Tables that nothing calls by a name: the row that each describes, by what the example shows below that row, else by
//! their order.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::{
    assemble::{Ruled, Taken},
    decision::Candidate,
    roots::{self, Named},
    samples,
    side::{Scene, bare, first_key, share},
    tables::Table,
    tree::Tree,
};

/// The share of a table's names that must stand below the row that it describes.
const MOST: f32 = 0.5;

/// A row whose type is called by a name that no table of the page has.
#[derive(Clone, Debug)]
struct Open {
    name: String,
    /// The side of the operation that it is on.
    side: Candidate,
    /// Where the example shows it.
    node: Option<usize>,
    /// Whether its type has a name of its own.
    typed: bool,
}

/// Finds the row that each table describes which nothing refers to, and gives the table its side. The names are those
/// that the tables should have, by their place among the tables of the page.
pub(super) fn place(
    taken: &Taken<'_, '_>,
    scene: &Scene<'_, '_>,
    ruled: &mut [Ruled],
) -> HashMap<usize, String> {
    let own = scene.operation.section;
    let named: Vec<Named> = taken.tables.iter().map(|table| roots::named(taken.page, table, own)).collect();
    let referred =
        |index: usize| named.get(index).is_some_and(|it| taken.references.first(index, it).is_some());
    let sides: BTreeMap<usize, Candidate> =
        ruled.iter().filter_map(|rule| Some((rule.table, rule.is?))).collect();
    let free = sides.keys().copied().filter(|index| !referred(*index)).collect();
    let mut search = Search {
        values: values(taken),
        taken,
        scene,
        named: &named,
        free,
        sides,
        waiting: VecDeque::new(),
        met: HashSet::new(),
        placed: HashMap::new(),
    };
    while let Some(next) = search.free.pop_front() {
        search.next(next);
    }
    for rule in ruled {
        rule.is = search.sides.get(&rule.table).copied().or(rule.is);
    }
    search.placed
}

struct Search<'s, 'a, 'd> {
    taken: &'s Taken<'a, 'd>,
    scene: &'s Scene<'a, 'd>,
    /// The words for types that are words for plain values.
    values: HashSet<String>,
    named: &'s [Named],
    /// The tables that nothing refers to, in page order.
    free: VecDeque<usize>,
    sides: BTreeMap<usize, Candidate>,
    /// What is open and no example shows, in the order in which it is met.
    waiting: VecDeque<Open>,
    /// The names that were met.
    met: HashSet<(Candidate, String)>,
    placed: HashMap<usize, String>,
}

impl Search<'_, '_, '_> {
    /// The next table that nothing refers to: of the operation itself, or of what waits for one.
    fn next(&mut self, table: usize) {
        let side = self.sides.get(&table).copied().unwrap_or(Candidate::None);
        let waits = self.waits(table);
        let is_root = match waits.and_then(|at| self.waiting.get(at)) {
            // A name that nothing has asks for a table more than an example that happens to show the same keys.
            Some(open) if open.typed => self.in_line(table) >= MOST,
            Some(_) => self.in_line(table) >= MOST || self.is_at_top(table, side),
            None => true,
        };
        let waits = waits.filter(|_| !is_root).and_then(|at| self.waiting.remove(at));
        match waits {
            Some(open) => self.put(table, open),
            None => self.follow(table, side, Some(self.top(side))),
        }
    }

    /// What waits longest for this table, what has a type of a name first. A type whose fields have that same type is one
    /// that has a name of its own, so that nothing waits for it.
    fn waits(&self, table: usize) -> Option<usize> {
        let own = |word: &str| {
            let table = self.taken.tables.get(table);
            table.is_some_and(|it| it.strange_types(self.taken.dialect).iter().any(|(_, own)| own == word))
        };
        let fits = |open: &Open| !open.typed || !own(&open.name);
        let typed = self.waiting.iter().position(|open| open.typed && fits(open));
        typed.or_else(|| self.waiting.iter().position(fits))
    }

    fn put(&mut self, table: usize, open: Open) {
        self.sides.insert(table, open.side);
        self.placed.insert(table, open.name);
        self.follow(table, open.side, open.node);
    }

    /// Goes from a table to those that its rows refer to.
    fn follow(&mut self, table: usize, side: Candidate, node: Option<usize>) {
        for (open, there) in self.opened(table, side, node) {
            if !self.met.insert((side, open.name.clone())) {
                continue;
            }
            if let Some(there) = there {
                self.sides.insert(there, side);
                self.follow(there, side, open.node);
            } else if let Some(found) = self.shown(&open) {
                self.free.retain(|index| *index != found);
                self.put(found, open);
            } else {
                self.waiting.push_back(open);
            }
        }
    }

    fn tree(&self, side: Candidate) -> &Tree {
        if side == Candidate::Request { &self.scene.asked } else { &self.scene.answered }
    }

    fn top(&self, side: Candidate) -> usize {
        if side == Candidate::Request { 0 } else { self.scene.payload }
    }

    /// The share of the names of a table that the request line has, or that the dialect knows.
    fn in_line(&self, index: usize) -> f32 {
        let names = self.taken.tables.get(index).map(tops).unwrap_or_default();
        let scene = self.scene;
        let asked = share(&names, &|name| {
            scene.placeholders.iter().chain(&scene.query).any(|it| bare(it) == bare(name))
        });
        let known = share(&names, &|name| scene.dialect.supplies(name) || scene.dialect.is_envelope(name));
        asked.max(known)
    }

    /// Whether the names of a table stand at the top of the example, and nowhere deeper in it more of them.
    fn is_at_top(&self, index: usize, side: Candidate) -> bool {
        let tree = self.tree(side);
        let at_top = self.share(index, tree, self.top(side)).max(self.share(index, tree, 0));
        let deep = (1..tree.nodes.len()).map(|node| self.share(index, tree, node)).fold(0.0, f32::max);
        at_top >= MOST && at_top >= deep
    }

    fn share(&self, index: usize, tree: &Tree, node: usize) -> f32 {
        let names = self.taken.tables.get(index).map(tops).unwrap_or_default();
        share(&names, &|name| tree.child(node, name).is_some())
    }

    /// The table among those left whose names stand below a row in the example.
    fn shown(&self, open: &Open) -> Option<usize> {
        let tree = self.tree(open.side);
        let node = open.node.filter(|node| tree.nodes.get(*node).is_some_and(|it| it.object))?;
        let mut best: Option<(usize, f32)> = None;
        for index in &self.free {
            let share = self.share(*index, tree, node);
            if share >= MOST && best.is_none_or(|(_, most)| share > most) {
                best = Some((*index, share));
            }
        }
        best.map(|(index, _)| index)
    }

    /// What the rows of a table refer to: by the name of a type, with the table of that name if there is one.
    fn opened(&self, index: usize, side: Candidate, node: Option<usize>) -> Vec<(Open, Option<usize>)> {
        let Some(table) = self.taken.tables.get(index) else { return Vec::new() };
        let tree = self.tree(side);
        let mut opened = Vec::new();
        for (row, name) in table.names.iter().enumerate() {
            let Some(name) = name else { continue };
            let node = node.and_then(|node| tree.child(node, first_key(&name.key)));
            for reference in roots::of_row(table, row, self.taken.dialect) {
                let leads = |other: &usize| {
                    *other != index && self.named.get(*other).is_some_and(|named| reference.leads_to(named))
                };
                let there = (0..self.named.len()).find(leads);
                if there.is_none() && self.values.contains(&reference.name) {
                    continue;
                }
                let typed = reference.typed;
                opened.push((Open { name: reference.name.clone(), side, node, typed }, there));
            }
        }
        opened
    }
}

/// The unknown words for types of fields that an example of the page shows with plain values: no table is behind them.
fn values(taken: &Taken<'_, '_>) -> HashSet<String> {
    let unknown = taken.tables.iter().flat_map(|table| table.strange_types(taken.dialect));
    let unknown: Vec<(String, String)> = unknown.collect();
    if unknown.is_empty() {
        return HashSet::new();
    }
    let kinds = samples::kinds(taken.page);
    let shown = |name: &str| kinds.get(name).is_some_and(Option::is_some);
    unknown.into_iter().filter(|(name, _)| shown(name)).map(|(_, word)| word).collect()
}

fn tops<'t>(table: &'t Table<'_>) -> Vec<&'t str> {
    table.tops().map(|name| first_key(&name.key)).collect()
}
