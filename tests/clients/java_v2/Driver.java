// Executes the steps of the table with version 2 of the SDK for Java: a step a line in, its result a
// line out. The argument names the HTTP client.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;

public final class Driver {
  private static final String MODEL = "software.amazon.awssdk.services.kinesis.model.";

  private final String httpClient;
  private final String endpoint;
  private SdkClient client;
  // What later steps join, the oldest first.
  private final Deque<Subscription> kept = new ArrayDeque<>();

  private Driver(String httpClient, String endpoint) {
    this.httpClient = httpClient;
    this.endpoint = endpoint;
    this.client = Clients.connect(httpClient, endpoint);
  }

  private Object call(String operation, Map<String, JsonNode> input, boolean keep)
      throws ReflectiveOperationException {
    if (operation.equals("join")) {
      return kept.remove().join();
    }
    Class<?> type = Class.forName(MODEL + operation + "Request");
    Object request = Values.build((SdkPojo) type.getMethod("builder").invoke(null), input);
    String method = operation.substring(0, 1).toLowerCase() + operation.substring(1);
    Class<?> api = client instanceof KinesisClient ? KinesisClient.class : KinesisAsyncClient.class;
    if (request instanceof SubscribeToShardRequest subscription) {
      Subscription begun = new Subscription((KinesisAsyncClient) client, subscription);
      if (!keep) {
        return begun.join();
      }
      kept.add(begun);
      return Map.of();
    }
    Object answer = api.getMethod(method, type).invoke(client, request);
    return answer instanceof CompletableFuture<?> future ? future.join() : answer;
  }

  private Map<String, Object> execute(Map<String, JsonNode> step)
      throws ReflectiveOperationException {
    try {
      Object output =
          call(
              step.get("operation").asString(),
              step.get("input").asObject(),
              step.containsKey("keep"));
      return Map.of("output", Values.fromSdk(output));
    } catch (InvocationTargetException | CompletionException thrown) {
      return Map.of("error", describe(thrown.getCause()));
    }
  }

  private static Map<String, Object> describe(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    if (thrown instanceof AwsServiceException told) {
      return Map.of(
          "type", type,
          "code", String.valueOf(told.awsErrorDetails().errorCode()),
          "message", String.valueOf(told.awsErrorDetails().errorMessage()));
    }
    return Map.of("type", type, "code", "none", "message", thrown.toString());
  }

  private static String toJson(Object value) {
    JsonWriter writer = JsonWriter.create();
    write(writer, value);
    return new String(writer.getBytes(), StandardCharsets.UTF_8);
  }

  private static void write(JsonWriter writer, Object value) {
    if (value instanceof Map<?, ?> members) {
      writer.writeStartObject();
      members.forEach(
          (name, member) -> {
            writer.writeFieldName((String) name);
            write(writer, member);
          });
      writer.writeEndObject();
    } else if (value instanceof List<?> elements) {
      writer.writeStartArray();
      elements.forEach(element -> write(writer, element));
      writer.writeEndArray();
    } else if (value instanceof Boolean truth) {
      writer.writeValue(truth);
    } else if (value instanceof Number number) {
      writer.writeNumber(number.toString());
    } else {
      writer.writeValue(value.toString());
    }
  }

  private void run() throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Map<String, JsonNode> step = JsonNode.parser().parse(line).asObject();
      if (step.containsKey("credentials")) {
        Map<String, JsonNode> keys = step.get("credentials").asObject();
        System.setProperty("aws.accessKeyId", keys.get("AWS_ACCESS_KEY_ID").asString());
        System.setProperty("aws.secretAccessKey", keys.get("AWS_SECRET_ACCESS_KEY").asString());
        System.setProperty("aws.sessionToken", keys.get("AWS_SESSION_TOKEN").asString());
        // The old one stays open: closing takes Netty seconds.
        client = Clients.connect(httpClient, endpoint);
      }
      System.out.println(toJson(execute(step)));
    }
    client.close();
  }

  public static void main(String[] arguments) throws Exception {
    new Driver(arguments[0], System.getenv("ENDPOINT")).run();
  }
}
