// Opens a JTL file in XML as JMeter's listeners do, and prints what is in it as lines of text.

import java.io.BufferedInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.util.Locale;
import org.apache.jmeter.reporters.ResultCollectorHelper;
import org.apache.jmeter.reporters.ResultCollector;
import org.apache.jmeter.samplers.SampleResult;
import org.apache.jmeter.save.SaveService;
import org.apache.jmeter.util.JMeterUtils;
import org.apache.jmeter.visualizers.Visualizer;

public class OpenResults {
  public static void main(String[] words) throws Exception {
    Locale.setDefault(Locale.ROOT);
    JMeterUtils.setJMeterHome(words[0]);
    JMeterUtils.loadJMeterProperties(words[0] + "/bin/jmeter.properties");
    JMeterUtils.initLocale();
    long[] counts = new long[4];
    SampleResult[] first = new SampleResult[1];
    Visualizer visualizer = new Visualizer() {
      @Override
      public void add(SampleResult sample) {
        if (first[0] == null) first[0] = sample;
        counts[0]++;
        counts[1] += sample.isSuccessful() ? 0 : 1;
        counts[2] += sample.getTime();
        counts[3] += sample.getSentBytes();
      }

      @Override
      public boolean isStats() {
        return false;
      }
    };
    ResultCollector collector = new ResultCollector();
    try (BufferedInputStream file = new BufferedInputStream(new FileInputStream(new File(words[1])))) {
      SaveService.loadTestResults(file, new ResultCollectorHelper(collector, visualizer));
    }
    System.out.println("samples " + counts[0]);
    System.out.println("failed " + counts[1]);
    System.out.println("milliseconds " + counts[2]);
    System.out.println("sent " + counts[3]);
    System.out.println("label " + first[0].getSampleLabel());
    System.out.println("thread " + first[0].getThreadName());
    System.out.println("request " + first[0].getSamplerData().replace("\n", "|"));
    System.out.println("response " + first[0].getResponseDataAsString().replace("\n", "|"));
    System.exit(0);
  }
}
