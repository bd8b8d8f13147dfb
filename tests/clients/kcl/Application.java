// One application of the Kinesis Client Library: a worker, which can be stopped and started again.

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

final class Application {
  private static final long SHORT_MILLIS = 500;
  // A machine may be too busy to renew a lease for minutes; a record would then come twice.
  private static final long FAILOVER_MILLIS = TimeUnit.MINUTES.toMillis(10);
  private static final long STOP_SECONDS = 240;

  private final String name;
  private final String stream;
  private final KinesisAsyncClient kinesis;
  private final CloudWatchAsyncClient cloudWatch;
  private final DynamoDbAsyncClient dynamoDb;
  private final RetrievalSpecificConfig retrieval;
  private Scheduler scheduler;
  private CompletableFuture<Boolean> stop;

  private Application(
      String name,
      String endpoint,
      String dynamoDbEndpoint,
      String stream,
      Function<KinesisAsyncClient, RetrievalSpecificConfig> retrieval) {
    // docs: kcl
    KinesisAsyncClient kinesis = KinesisClientUtil.createKinesisAsyncClient(
        KinesisAsyncClient.builder().endpointOverride(URI.create(endpoint)));
    CloudWatchAsyncClient cloudWatch = CloudWatchAsyncClient.builder()
        .endpointOverride(URI.create(endpoint))
        .build();
    // end
    this.name = name;
    this.stream = stream;
    this.kinesis = kinesis;
    this.cloudWatch = cloudWatch;
    this.dynamoDb =
        DynamoDbAsyncClient.builder().endpointOverride(URI.create(dynamoDbEndpoint)).build();
    this.retrieval = retrieval.apply(kinesis);
  }

  static Application polling(String endpoint, String dynamoDbEndpoint, String stream) {
    return new Application(
        "polling",
        endpoint,
        dynamoDbEndpoint,
        stream,
        kinesis -> new PollingConfig(stream, kinesis));
  }

  static Application fanOut(String endpoint, String dynamoDbEndpoint, String stream) {
    return new Application(
        "fan-out",
        endpoint,
        dynamoDbEndpoint,
        stream,
        kinesis -> new FanOutConfig(kinesis).streamName(stream).applicationName("fan-out"));
  }

  void start() {
    scheduler = scheduler();
    new Thread(scheduler).start();
  }

  void askToStop() {
    stop = scheduler.startGracefulShutdown();
  }

  void awaitStop() throws Exception {
    if (!stop.get(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(name + " did not stop in good order");
    }
  }

  /** Everything as it comes, but for waits that would only make a test slow. */
  private Scheduler scheduler() {
    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(
                stream,
                InitialPositionInStreamExtended.newInitialPosition(
                    InitialPositionInStream.TRIM_HORIZON)),
            name,
            kinesis,
            dynamoDb,
            cloudWatch,
            "worker",
            () -> new Printer(name));
    return new Scheduler(
        configs.checkpointConfig(),
        configs.coordinatorConfig().parentShardPollIntervalMillis(SHORT_MILLIS),
        leases(configs.leaseManagementConfig()),
        configs.lifecycleConfig().taskBackoffTimeMillis(SHORT_MILLIS),
        configs
            .metricsConfig()
            .metricsLevel(MetricsLevel.DETAILED)
            .metricsBufferTimeMillis(SHORT_MILLIS),
        configs.processorConfig(),
        configs.retrievalConfig().retrievalSpecificConfig(retrieval));
  }

  private static LeaseManagementConfig leases(LeaseManagementConfig config) {
    // Of its own load it would ask a machine that only Amazon has.
    config.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
    return config
        .failoverTimeMillis(FAILOVER_MILLIS)
        .leaseAssignmentIntervalMillis(2 * SHORT_MILLIS)
        .shardSyncIntervalMillis(SHORT_MILLIS)
        // The test looks at those of shards that have ended.
        .cleanupLeasesUponShardCompletion(false);
  }
}
