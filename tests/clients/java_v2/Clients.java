// The clients of version 2 of the SDK for Java, one for each way it speaks HTTP.

import java.net.URI;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.ProtocolNegotiation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

final class Clients {
  private static final Map<String, Function<String, SdkClient>> BY_NAME =
      Map.of(
          "apache5", Clients::apache5,
          "apache", Clients::apache,
          "url-connection", Clients::urlConnection,
          "crt", Clients::crt,
          "netty", Clients::netty,
          "netty-alpn", Clients::nettyAlpn,
          "netty-http1", Clients::nettyHttp1,
          "crt-async", Clients::crtAsync);

  private Clients() {}

  static SdkClient connect(String name, String endpoint) {
    return BY_NAME.get(name).apply(endpoint);
  }

  private static SdkClient apache5(String endpoint) {
    // docs: java-v2
    KinesisClient client = KinesisClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClient(Apache5HttpClient.create())
        .build();
    // end
    return client;
  }

  private static SdkClient apache(String endpoint) {
    return KinesisClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClient(ApacheHttpClient.create())
        .build();
  }

  private static SdkClient urlConnection(String endpoint) {
    return KinesisClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static SdkClient crt(String endpoint) {
    return KinesisClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClient(AwsCrtHttpClient.create())
        .build();
  }

  private static SdkClient netty(String endpoint) {
    // docs: java-v2-async
    KinesisAsyncClient client = KinesisAsyncClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClientBuilder(NettyNioAsyncHttpClient.builder())
        .build();
    // end
    return client;
  }

  private static SdkClient nettyAlpn(String endpoint) {
    return KinesisAsyncClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder().protocolNegotiation(ProtocolNegotiation.ALPN))
        .build();
  }

  private static SdkClient nettyHttp1(String endpoint) {
    return KinesisAsyncClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1))
        .build();
  }

  private static SdkClient crtAsync(String endpoint) {
    return KinesisAsyncClient.builder()
        .endpointOverride(URI.create(endpoint))
        .httpClientBuilder(AwsCrtAsyncHttpClient.builder())
        .build();
  }
}
