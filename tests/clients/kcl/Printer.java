// Prints what an application is told of one shard, in lines of fields with tabs between them, and
// then checkpoints it:
//
//     APPLICATION  SHARD  begins
//     APPLICATION  SHARD  record  SEQUENCE-NUMBER  SUB-SEQUENCE-NUMBER  PARTITION-KEY  DATA
//     APPLICATION  SHARD  ends
//     APPLICATION  SHARD  stops
//     APPLICATION  SHARD  loses its lease

import java.nio.charset.StandardCharsets;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.retrieval.KinesisClientRecord;

final class Printer implements ShardRecordProcessor {
  private final String application;
  private String shard;

  Printer(String application) {
    this.application = application;
  }

  private void print(Object... fields) {
    StringBuilder line = new StringBuilder(application).append('\t').append(shard);
    for (Object field : fields) {
      line.append('\t').append(field);
    }
    // Other shards have threads of their own.
    synchronized (Printer.class) {
      System.out.println(line);
      System.out.flush();
    }
  }

  private static void checkpoint(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint();
    } catch (InvalidStateException | ShutdownException error) {
      throw new IllegalStateException(error);
    }
  }

  @Override
  public void initialize(InitializationInput input) {
    shard = input.shardId();
    print("begins");
  }

  @Override
  public void processRecords(ProcessRecordsInput input) {
    for (KinesisClientRecord record : input.records()) {
      print(
          "record",
          record.sequenceNumber(),
          record.subSequenceNumber(),
          record.partitionKey(),
          StandardCharsets.UTF_8.decode(record.data()));
    }
    checkpoint(input.checkpointer());
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    print("loses its lease");
  }

  @Override
  public void shardEnded(ShardEndedInput input) {
    print("ends");
    checkpoint(input.checkpointer());
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    print("stops");
    checkpoint(input.checkpointer());
  }
}
