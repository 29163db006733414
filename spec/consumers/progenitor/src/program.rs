//! Calls the mock with the client that progenitor generates.

#[allow(dead_code)]
#[path = "../generated.rs"]
mod completions;

use completions::types::{
    CompletionFinishReason, CreateCompletionRequest, CreateCompletionResponse, Prompt,
    UnprocessableContentErrorCode,
};
use completions::{Client, Error};
use reqwest::header::{AUTHORIZATION, HeaderMap};
use std::env::var;
use std::num::NonZeroU64;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    report("completes", completes().await);
    report("prompt-lists", prompt_lists().await);
    report("tokens", tokens().await);
    report("error", error().await);
    report("stream", stream().await);
    Ok(())
}

async fn completes() -> Result<(), Failure> {
    let completion = complete(request(Prompt::Text("Call me".into()))).await?;
    let [choice] = &completion.choices[..] else {
        return Err(format!("unexpected choices: {completion:?}").into());
    };
    let is_whole = matches!(choice.finish_reason, CompletionFinishReason::Length)
        && !choice.text.is_empty()
        && completion.usage.completion_tokens == 4;
    expect(is_whole, &completion)
}

async fn prompt_lists() -> Result<(), Failure> {
    expect_choices(2, Prompt::Texts(vec!["Call me".into(), "The whale".into()])).await
}

async fn tokens() -> Result<(), Failure> {
    expect_choices(1, Prompt::Tokens(vec![10, 20])).await?;
    expect_choices(2, Prompt::TokenLists(vec![vec![10, 20], vec![30]])).await
}

async fn error() -> Result<(), Failure> {
    let body = CreateCompletionRequest {
        temperature: Some(3.0),
        ..request(Prompt::Text("Call me".into()))
    };
    match client()?.complete(&api_version()?, None, None, &body).await {
        Err(Error::ErrorResponse(error)) => {
            let is_typed = *error.status == 422
                && error.code == UnprocessableContentErrorCode::InvalidParameter
                && !error.message.is_empty()
                && error.detail.loc == ["body", "temperature"];
            expect(is_typed, &error)
        }
        other => Err(format!("unexpected response: {other:?}").into()),
    }
}

async fn stream() -> Result<(), Failure> {
    let body = CreateCompletionRequest {
        stream: Some(true),
        ..request(Prompt::Text("Call me".into()))
    };
    let completion = complete(body).await?;
    Err(format!("the response is not a stream: {completion:?}").into())
}

fn client() -> Result<Client, Failure> {
    let mut headers = HeaderMap::new();
    headers.insert(
        AUTHORIZATION,
        format!("Bearer {}", var("API_KEY")?).parse()?,
    );
    let http = reqwest::Client::builder()
        .default_headers(headers)
        .build()?;
    Ok(Client::new_with_client(&var("BASE_URL")?, http))
}

fn api_version() -> Result<completions::types::CompleteApiVersion, Failure> {
    Ok(var("API_VERSION")?.parse()?)
}

fn request(prompt: Prompt) -> CreateCompletionRequest {
    CreateCompletionRequest {
        prompt,
        max_tokens: NonZeroU64::new(4),
        frequency_penalty: None,
        presence_penalty: None,
        seed: None,
        stop: None,
        stream: None,
        temperature: None,
        top_p: None,
    }
}

async fn complete(body: CreateCompletionRequest) -> Result<CreateCompletionResponse, Failure> {
    Ok(client()?
        .complete(&api_version()?, None, None, &body)
        .await?
        .into_inner())
}

async fn expect_choices(count: usize, prompt: Prompt) -> Result<(), Failure> {
    let completion = complete(request(prompt)).await?;
    expect(completion.choices.len() == count, &completion)
}

/// Returns an error with the given value, unless the condition is true.
fn expect(condition: bool, value: &impl std::fmt::Debug) -> Result<(), Failure> {
    if condition {
        Ok(())
    } else {
        Err(format!("unexpected response: {value:?}").into())
    }
}

/// Prints what came out of a check.
fn report(name: &str, outcome: Result<(), Failure>) {
    match outcome {
        Ok(()) => println!("ok {name}"),
        Err(failure) => println!("no {name}: {failure}"),
    }
}
