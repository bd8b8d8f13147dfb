// Puts records with the Kinesis Producer Library: reads a properties file, the name of a stream and a
// count from its arguments and prints, a line for each record, where it went. Goes on publishing its
// metrics until its input ends.

import com.google.common.util.concurrent.ListenableFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

public final class Driver {
  private Driver() {}

  private static KinesisProducer connect(String properties) {
    // docs: kpl
    KinesisProducer producer =
        new KinesisProducer(KinesisProducerConfiguration.fromPropertiesFile(properties));
    // end
    return producer;
  }

  public static void main(String[] arguments) throws Exception {
    String stream = arguments[1];
    int count = Integer.parseInt(arguments[2]);
    KinesisProducer producer = connect(arguments[0]);
    List<ListenableFuture<UserRecordResult>> results = new ArrayList<>();
    for (int index = 0; index < count; ++index) {
      byte[] data = ("record " + index).getBytes(StandardCharsets.UTF_8);
      results.add(producer.addUserRecord(stream, "key " + index, ByteBuffer.wrap(data)));
      if (index == 0) {
        // It packs records together once it knows the stream's shards.
        results.get(0).get();
      }
    }
    producer.flush();
    for (ListenableFuture<UserRecordResult> result : results) {
      UserRecordResult put = result.get();
      System.out.println(put.getShardId() + " " + put.getSequenceNumber());
    }
    System.out.flush();
    System.in.read();
    producer.destroy();
  }
}
