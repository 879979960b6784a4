//! Reading. A fault of a recipe is found while it is read, and so at its line. This is why the keys stand in the order
//! in which they run, and why a name is known only below where it is made.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, Visitor},
};

use crate::{
    compile::{Scope, maker as compile},
    model::{All, Also, Known, Made, Maker, Names, Recipe, Text, Vector},
    ordered::Ordered,
    puts::Puts,
    text,
};

impl<'de> Deserialize<'de> for Recipe {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Whole { demands: true })
    }
}

/// Reads a recipe. It must have test vectors, unless they were checked before it was written without them.
struct Whole {
    demands: bool,
}

impl<'de> Visitor<'de> for Whole {
    type Value = Recipe;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a recipe")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Recipe, A::Error> {
        let recipe = read(map)?;
        // A recipe that was never held against anything is a guess.
        if self.demands && recipe.vectors.is_empty() {
            return Err(de::Error::custom(format_args!("the recipe `{}` has no test vector", recipe.name)));
        }
        Ok(recipe)
    }
}

#[cfg(feature = "run")]
impl Recipe {
    /// Reads a recipe from JSON, as [`bare`](Self::bare) leaves it.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or not a recipe.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let mut json = serde_json::Deserializer::from_str(text);
        json.deserialize_map(Whole { demands: false }).map_err(|error| error.to_string())
    }
}

/// The keys of a recipe, as a type of their own so that an unknown key is reported at its own line.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Name,
    Credentials,
    Settings,
    Let,
    Put,
    Over,
    Sign,
    Then,
    Vectors,
}

fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Recipe, A::Error> {
    let mut recipe = Recipe::default();
    let mut scope = Scope::default();
    while let Some(key) = map.next_key::<Key>()? {
        match key {
            Key::Name => recipe.name = map.next_value()?,
            Key::Credentials => {
                recipe.credentials = map.next_value()?;
                scope.credentials(&recipe).map_err(de::Error::custom)?;
            }
            Key::Settings => {
                recipe.settings = map.next_value()?;
                scope.settings(&recipe).map_err(de::Error::custom)?;
            }
            Key::Let => recipe.first = map.next_value_seed(Makers { scope: &mut scope, named: true })?,
            Key::Put => recipe.put = map.next_value_seed(PutsSeed(&mut scope))?,
            Key::Over => recipe.over = map.next_value_seed(Makers { scope: &mut scope, named: true })?,
            Key::Sign => {
                let maker = map.next_value_seed(One(&scope))?;
                scope.add("signature", &maker).map_err(de::Error::custom)?;
                recipe.sign = Some(maker);
            }
            Key::Then => recipe.then = map.next_value_seed(PutsSeed(&mut scope))?,
            Key::Vectors => recipe.vectors = map.next_value_seed(Proved(&recipe))?,
        }
    }
    if recipe.name.is_empty() {
        return Err(de::Error::missing_field("name"));
    }
    Ok(recipe)
}

/// Test vectors, each checked against the recipe above them.
struct Proved<'r>(&'r Recipe);

impl<'de> DeserializeSeed<'de> for Proved<'_> {
    type Value = Vec<Vector>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Vector>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Proved<'_> {
    type Value = Vec<Vector>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of test vectors")
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Vector>, A::Error> {
        let mut vectors = Vec::new();
        while let Some(vector) = seq.next_element::<Vector>()? {
            #[cfg(feature = "run")]
            crate::sample::prove(self.0, &vector).map_err(de::Error::custom)?;
            vectors.push(vector);
        }
        Ok(vectors)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Checked;
        impl Visitor<'_> for Checked {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_str<E: de::Error>(self, written: &str) -> Result<Text, E> {
                text::parse(written).map_err(E::custom)?;
                Ok(Text(written.to_owned()))
            }
        }
        deserializer.deserialize_str(Checked)
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`all`, or a list of names")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Names, E> {
                match word {
                    "all" => Ok(Names::All(All::All)),
                    other => Err(E::unknown_variant(other, &["all"])),
                }
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Names, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(seq)).map(Names::List)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Known<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, or `{is: …, also: […]}`")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Known<T>, E> {
                T::deserialize(de::value::StrDeserializer::new(word)).map(Known::Alone)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Known<T>, A::Error> {
                Also::deserialize(de::value::MapAccessDeserializer::new(map)).map(Known::Also)
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Plain<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Each<'de> for Plain<T> {
            type Value = T;

            fn value<A: MapAccess<'de>>(&mut self, _: &str, map: &mut A) -> Result<T, A::Error> {
                map.next_value()
            }
        }
        deserializer.deserialize_map(Entries(Plain(PhantomData)))
    }
}

/// How each value of a map is read.
trait Each<'de> {
    type Value;

    fn value<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Self::Value, A::Error>;
}

/// Reads a map in its order.
struct Entries<R>(R);

impl<'de, R: Each<'de>> Visitor<'de> for Entries<R> {
    type Value = Ordered<R::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries: Vec<(String, R::Value)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if entries.iter().any(|(known, _)| *known == name) {
                return Err(de::Error::custom(format_args!("`{name}` stands twice in this map")));
            }
            let value = self.0.value(&name, &mut map)?;
            entries.push((name, value));
        }
        Ok(Ordered(entries))
    }
}

/// Makers whose names may stand in what follows, or values that are put.
struct Makers<'s> {
    scope: &'s mut Scope,
    /// Whether their names can be used below.
    named: bool,
}

impl<'de> DeserializeSeed<'de> for Makers<'_> {
    type Value = Ordered<Maker>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(Entries(self))
    }
}

impl<'de> Each<'de> for Makers<'_> {
    type Value = Maker;

    fn value<A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Maker, A::Error> {
        let maker = map.next_value_seed(One(self.scope))?;
        if self.named {
            self.scope.add(name, &maker).map_err(de::Error::custom)?;
        }
        Ok(maker)
    }
}

/// One maker, checked against the names that are known where it stands.
struct One<'s>(&'s Scope);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Maker;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Maker, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Maker;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a maker such as `{time: unix}`")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<Maker, E> {
        let maker = Maker::Text(Text(written.to_owned()));
        compile(&maker, self.0).map_err(E::custom)?;
        Ok(maker)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Maker, A::Error> {
        let made = Made::deserialize(de::value::MapAccessDeserializer::new(map))?;
        let maker = Maker::Made(Box::new(made));
        compile(&maker, self.0).map_err(de::Error::custom)?;
        Ok(maker)
    }
}

struct PutsSeed<'s>(&'s mut Scope);

impl<'de> DeserializeSeed<'de> for PutsSeed<'_> {
    type Value = Puts;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Puts, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PutsSeed<'_> {
    type Value = Puts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of places")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Puts, A::Error> {
        let mut puts = Puts::default();
        while let Some(place) = map.next_key::<String>()? {
            let slot = match place.as_str() {
                "header" => &mut puts.header,
                "cookie" => &mut puts.cookie,
                "query" => &mut puts.query,
                "form" => &mut puts.form,
                "params" => &mut puts.params,
                "body" => &mut puts.body,
                "number" => &mut puts.number,
                "path" => &mut puts.path,
                other => {
                    const KNOWN: &[&str] =
                        &["header", "cookie", "query", "form", "params", "body", "number", "path"];
                    return Err(de::Error::unknown_field(other, KNOWN));
                }
            };
            *slot = map.next_value_seed(Makers { scope: &mut *self.0, named: false })?;
        }
        Ok(puts)
    }
}
