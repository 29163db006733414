// Calls the mock with the client that openapi-generator generates for Java with Jersey.

import java.math.BigDecimal;
import java.util.List;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.CompletionsApi;
import org.openapitools.client.model.CompletionFinishReason;
import org.openapitools.client.model.CreateCompletionRequest;
import org.openapitools.client.model.CreateCompletionResponse;
import org.openapitools.client.model.Prompt;
import org.openapitools.client.model.UnprocessableContentError;
import org.openapitools.client.model.UnprocessableContentErrorCode;

class Program {
  interface Check {
    void run() throws Exception;
  }

  static final CompletionsApi api = new CompletionsApi(new ApiClient()
      .setBasePath(System.getenv("BASE_URL"))
      .setApiKeyPrefix("Bearer")
      .setApiKey(System.getenv("API_KEY")));

  public static void main(String[] arguments) {
    report("completes", Program::completes);
    report("prompt-lists", Program::promptLists);
    report("tokens", Program::tokens);
    report("error", Program::error);
    report("stream", Program::stream);
  }

  static void completes() throws ApiException {
    var completion = complete(request(new Prompt("Call me")));
    var choice = completion.getChoices().get(0);
    expect(1, completion.getChoices().size());
    expect(false, choice.getText().isEmpty());
    expect(CompletionFinishReason.LENGTH, choice.getFinishReason());
    expect(4, completion.getUsage().getCompletionTokens());
  }

  static void promptLists() throws ApiException {
    expect(2, complete(request(new Prompt(List.of("Call me", "The whale")))).getChoices().size());
  }

  static void tokens() throws ApiException {
    expect(1, complete(request(new Prompt(List.of(10, 20)))).getChoices().size());
    expect(2, complete(request(new Prompt(List.of(List.of(10, 20), List.of(30))))).getChoices().size());
  }

  static void error() {
    try {
      throw new AssertionError(complete(request(new Prompt("Call me")).temperature(new BigDecimal(3))));
    } catch (ApiException exception) {
      var error = (UnprocessableContentError) exception.getErrorEntity();
      expect(422, error.getStatus().getValue());
      expect(UnprocessableContentErrorCode.INVALID_PARAMETER, error.getCode());
      expect(false, error.getMessage().isEmpty());
      expect(List.of("body", "temperature"), error.getDetail().getLoc());
    }
  }

  static void stream() throws ApiException {
    throw new AssertionError(complete(request(new Prompt("Call me")).stream(true)));
  }

  static CreateCompletionRequest request(Prompt prompt) {
    return new CreateCompletionRequest().prompt(prompt).maxTokens(4);
  }

  static CreateCompletionResponse complete(CreateCompletionRequest request) throws ApiException {
    return api.complete(System.getenv("API_VERSION"), request, null, null);
  }

  static void expect(Object expected, Object actual) {
    if (!expected.equals(actual)) throw new AssertionError("expected " + expected + ", got " + actual);
  }

  static void report(String name, Check check) {
    try {
      check.run();
      System.out.println("ok " + name);
    } catch (Exception | AssertionError problem) {
      System.out.println("no " + name + ": " + problem.toString().lines().findFirst().orElseThrow());
    }
  }
}
