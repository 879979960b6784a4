//! The client and what all its operations share.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use tablature_ir as ir;

use super::source::{Piece, doc};
use crate::{plan::Crate, spec::yaml::json};

/// The file of the client.
pub(super) fn file(plan: &Crate) -> Vec<Piece> {
    let service = service(plan);
    let docs =
        doc([format!("A client of {}. Cloning it is cheap, and clones share connections.", plan.title)]);
    let mut names = vec!["Service"];
    names.extend((!plan.auth.is_empty()).then_some("AuthScheme"));
    names.extend(plan.envelope.is_some().then_some("Envelope"));
    names.extend((!plan.errors.is_empty()).then_some("ErrorShape"));
    names.extend((!plan.context.is_empty()).then_some("Setting"));
    names.sort_unstable();
    let names = names.iter().map(|name| Ident::new(name, Span::call_site()));
    vec![
        Piece::Items(quote! { use tablature_client::{#(#names),*}; }),
        Piece::Items(service),
        Piece::Items(quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Client(pub(crate) tablature_client::Client);
        }),
        Piece::Text("tablature_client::client!(Client, SERVICE);\n".to_owned()),
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
    let auth = plan.auth.iter().map(|auth| match auth {
        ir::Auth::ParamSha1 => quote! { AuthScheme::ParamSha1 },
        ir::Auth::SdkHmacSha256 => quote! { AuthScheme::SdkHmacSha256 },
        ir::Auth::Token(header) => {
            let header = header.as_str();
            quote! { AuthScheme::Token(#header) }
        }
        ir::Auth::Recipe(recipe) => {
            let recipe = json(&recipe.bare());
            quote! { AuthScheme::Recipe(#recipe) }
        }
    });
    let auth = (!plan.auth.is_empty()).then(|| quote! { .auth(&[#(#auth),*]) });
    let context = plan.context.iter().map(|(wire, setting)| {
        let setting = Ident::new(setting.variant(), Span::call_site());
        quote! { (#wire, Setting::#setting) }
    });
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
    let transient = &plan.transient;
    let transient = (!transient.is_empty()).then(|| quote! { .transient(&[#(#transient),*]) });
    let global = plan.global.then(|| quote! { .global() });
    quote! {
        /// What all operations share.
        pub static SERVICE: Service = Service::#new #auth #context #global #envelope #errors #transient;
    }
}
