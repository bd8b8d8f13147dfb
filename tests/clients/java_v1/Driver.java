// Executes the steps of the table with version 1 of the SDK for Java: a step a line in, its result a
// line out.

import com.amazonaws.AmazonServiceException;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.kinesis.AmazonKinesis;
import com.amazonaws.services.kinesis.AmazonKinesisClientBuilder;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;

public final class Driver {
  private static final String MODEL = "com.amazonaws.services.kinesis.model.";

  // The SDK's classes are beans: Jackson fills them and prints them, base64 for blobs and
  // milliseconds for times as in the table.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private final String endpoint;
  private AmazonKinesis client;

  private Driver(String endpoint) {
    this.endpoint = endpoint;
    connect();
  }

  private void connect() {
    String region = System.getenv("AWS_REGION");
    // docs: java-v1
    AmazonKinesis client = AmazonKinesisClientBuilder.standard()
        .withEndpointConfiguration(new EndpointConfiguration(endpoint, region))
        .build();
    // end
    this.client = client;
  }

  private ObjectNode execute(JsonNode step) throws ReflectiveOperationException {
    String operation = step.get("operation").asText();
    Class<?> input = Class.forName(MODEL + operation + "Request");
    String method = operation.substring(0, 1).toLowerCase() + operation.substring(1);
    ObjectNode result = JSON.createObjectNode();
    try {
      Object output =
          AmazonKinesis.class
              .getMethod(method, input)
              .invoke(client, JSON.convertValue(step.get("input"), input));
      ObjectNode members = JSON.valueToTree(output);
      members.remove(List.of("SdkResponseMetadata", "SdkHttpMetadata"));
      result.set("output", members);
    } catch (InvocationTargetException thrown) {
      result.set("error", describe(thrown.getCause()));
    }
    return result;
  }

  private static ObjectNode describe(Throwable thrown) {
    ObjectNode error = JSON.createObjectNode().put("type", thrown.getClass().getSimpleName());
    if (thrown instanceof AmazonServiceException told) {
      return error.put("code", told.getErrorCode()).put("message", told.getErrorMessage());
    }
    return error.put("code", "none").put("message", thrown.toString());
  }

  private void run() throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode step = JSON.readTree(line);
      if (step.has("credentials")) {
        JsonNode keys = step.get("credentials");
        System.setProperty("aws.accessKeyId", keys.get("AWS_ACCESS_KEY_ID").asText());
        System.setProperty("aws.secretKey", keys.get("AWS_SECRET_ACCESS_KEY").asText());
        System.setProperty("aws.sessionToken", keys.get("AWS_SESSION_TOKEN").asText());
        connect();
      }
      System.out.println(execute(step));
    }
  }

  public static void main(String[] arguments) throws Exception {
    new Driver(System.getenv("ENDPOINT")).run();
  }
}
