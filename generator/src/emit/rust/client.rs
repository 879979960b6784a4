//! The client and what all its operations share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tablature_ir as ir;

use super::source::{Docs, Piece};
use crate::{escape, plan::Crate, spec::yaml::json};

/// The file of the client.
pub(super) fn file(plan: &Crate) -> Vec<Piece> {
    let service = service(plan);
    let docs = Docs::default();
    let about =
        docs.add([format!("A client of {}. Cloning it is cheap, and clones share connections.", plan.title)]);
    let mut names = vec!["Service"];
    names.extend((!plan.auth.is_empty()).then_some("Recipes"));
    names.extend(plan.envelope.is_some().then_some("Envelope"));
    names.extend((!plan.errors.is_empty()).then_some("ErrorShape"));
    names.sort_unstable();
    let names = names.iter().map(|name| Ident::new(name, Span::call_site()));
    vec![
        Piece::items(quote! { use tablature_client::{#(#names),*}; }),
        Piece::items(service),
        Piece::documented(
            quote! {
                #about
                #[derive(Clone, Debug)]
                pub struct Client(pub(crate) tablature_client::Client);
            },
            docs,
        ),
        Piece::Text(format!(
            "tablature_client::client!(Client, ClientBuilder, SERVICE, [{}]);\n",
            plan.settings.join(", ")
        )),
    ]
}

fn service(plan: &Crate) -> TokenStream {
    let Crate { vendor, service, endpoint, .. } = plan;
    let new = match &plan.protocol {
        ir::Protocol::Rpc(action) => {
            let action = action.as_str();
            quote! { rpc(#vendor, #service, #endpoint, #action) }
        }
        ir::Protocol::Rest => quote! { rest(#vendor, #service, #endpoint) },
    };
    let recipes = plan.auth.iter().map(|recipe| raw(&json(&recipe.bare())));
    let recipes = (!plan.auth.is_empty()).then(|| {
        quote! {
            /// How requests are authenticated.
            static AUTH: Recipes = Recipes::new(&[#(#recipes),*]);
        }
    });
    let auth = recipes.is_some().then(|| quote! { .auth(&AUTH) });
    let context = plan.context.iter().map(|(wire, setting)| quote! { (#wire, #setting) });
    let context = (!plan.context.is_empty()).then(|| quote! { .context(&[#(#context),*]) });
    let envelope = plan.envelope.as_ref().map(|ir::Envelope { code, ok, message, payload: _, other }| {
        let (code, message) = (code.as_str(), message.as_str());
        let other = other.iter().map(ir::WireName::as_str);
        quote! { .envelope(Envelope { code: #code, ok: #ok, message: #message, other: &[#(#other),*] }) }
    });
    let errors = plan.errors.iter().map(|ir::ErrorShape { code, message, request_id }| {
        let some = request_id.as_ref().map(|path| quote! { Some(#path) });
        let request_id = some.unwrap_or_else(|| quote! { None });
        quote! { ErrorShape { code: #code, message: #message, request_id: #request_id } }
    });
    let errors = (!plan.errors.is_empty()).then(|| quote! { .errors(&[#(#errors),*]) });
    let addresses = addresses(plan);
    let addresses = (!addresses.is_empty()).then(|| quote! { .addresses(&[#(#addresses),*]) });
    let transient = &plan.transient;
    let transient = (!transient.is_empty()).then(|| quote! { .transient(&[#(#transient),*]) });
    quote! {
        #recipes

        /// What all operations share.
        pub static SERVICE: Service = Service::#new #auth #context #addresses #envelope #errors #transient;
    }
}

/// The settings in the addresses that operations have of their own, and the service's has not.
fn addresses(plan: &Crate) -> Vec<&String> {
    let is_in = |address: &str, name: &str| address.contains(&format!("{{{name}}}"));
    let own = || plan.operations.iter().filter_map(|operation| operation.endpoint.as_ref());
    let names = plan.settings.iter().filter(|name| !is_in(&plan.endpoint, name));
    names.filter(|name| own().any(|address| is_in(address, name))).collect()
}

/// A text as it is, for people to read.
fn raw(text: &str) -> TokenStream {
    escape::rust::raw(text).parse().unwrap_or_else(|_| quote! { #text })
}
