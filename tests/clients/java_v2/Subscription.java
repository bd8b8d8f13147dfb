// A call of SubscribeToShard that has been answered, and what its events say.

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;

final class Subscription {
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end;
  private volatile SubscribeToShardEvent last;

  /** Returns when the subscription has begun, and throws if it was refused. */
  Subscription(KinesisAsyncClient client, SubscribeToShardRequest request) {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    SubscribeToShardResponseHandler.Visitor visitor =
        SubscribeToShardResponseHandler.Visitor.builder()
            .onSubscribeToShardEvent(
                event -> {
                  records.addAll(event.records());
                  last = event;
                })
            .build();
    end =
        client.subscribeToShard(
            request,
            SubscribeToShardResponseHandler.builder()
                .onResponse(response -> begun.complete(null))
                .subscriber(visitor)
                .build());
    CompletableFuture.anyOf(begun, end).join();
  }

  /** The subscription up to its end: all records, and else what the last event says. */
  SubscribeToShardEvent join() {
    end.join();
    return last.toBuilder().records(records).build();
  }
}
