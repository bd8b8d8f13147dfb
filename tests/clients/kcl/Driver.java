// Two applications of the Kinesis Client Library on one stream: "polling" asks for its records,
// "fan-out" has them pushed. The arguments are where the first and where the second application
// finds Kinesis and CloudWatch, where both find DynamoDB, and the stream. What an application is
// told is a line of the output (Printer.java). A line of the input stops both in good order and
// starts them again; its end stops them.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

public final class Driver {
  private Driver() {}

  private static void stop(List<Application> applications) throws Exception {
    for (Application application : applications) {
      application.askToStop();
    }
    for (Application application : applications) {
      application.awaitStop();
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<Application> applications =
        List.of(
            Application.polling(arguments[0], arguments[2], arguments[3]),
            Application.fanOut(arguments[1], arguments[2], arguments[3]));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    do {
      applications.forEach(Application::start);
      line = input.readLine();
      stop(applications);
    } while (line != null);
    System.exit(0);
  }
}
