import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import tombola.runtime.CsvRows;
import tombola.runtime.Tombola;

/**
 * An HTTP service around an exported jar, which is library and ticket at once:
 *
 * <pre>
 * javac -cp ticket.jar TicketServer.java
 * java --add-modules jdk.incubator.vector -cp ticket.jar:. TicketServer 8080
 * curl --data-binary @samples.csv http://127.0.0.1:8080/predict
 * </pre>
 *
 * The added module brings the Vector API, for requests of many lines; without it all is plain Java.
 * A request holds lines of numbers with commas between; the answer is a JSON array with an object
 * for each line. Bad lines get status 400 and one line that says what is wrong.
 */
public final class TicketServer {
  private static final int MOST_BYTES = 1 << 20; // of a request

  private final Tombola ticket;

  private TicketServer(Tombola ticket) {
    this.ticket = ticket;
  }

  /** Serves the ticket of the jar on the loopback address until the process ends. */
  public static void main(String[] args) throws IOException {
    int port = args.length == 0 ? 8080 : Integer.parseInt(args[0]); // 0: any that is free
    TicketServer service = new TicketServer(Tombola.bundled());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/predict", service::predict);
    server.setExecutor(Executors.newFixedThreadPool(2)); // a ticket serves any number of threads
    server.start();
    System.out.println(
        "http://127.0.0.1:%d/predict serves %s by %s"
            .formatted(server.getAddress().getPort(), service.ticket.origin(), Tombola.batches()));
  }

  private void predict(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        answer(exchange, 405, "expected POST with lines of numbers\n");
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        answer(exchange, 413, "expected at most " + MOST_BYTES + " bytes\n");
        return;
      }
      try {
        answer(exchange, 200, predictions(new String(body, StandardCharsets.UTF_8)));
      } catch (IllegalArgumentException e) {
        answer(exchange, 400, e.getMessage() + "\n");
      }
    }
  }

  private String predictions(String lines) throws IOException {
    CsvRows rows =
        new CsvRows("request", new BufferedReader(new StringReader(lines)), ticket.inputs());
    List<double[]> samples = new ArrayList<>();
    double[] sample = new double[ticket.inputs()];
    while (rows.next(sample)) {
      samples.add(sample.clone());
    }
    StringJoiner json = new StringJoiner(",\n ", "[", "]\n");
    for (float[] logits : ticket.predict(samples.toArray(new double[0][]))) { // all at once
      int top = Tombola.argmax(logits);
      json.add(
          "{\"class\": %s, \"probability\": %s}"
              .formatted(quoted(ticket.classes().get(top)), Tombola.softmax(logits)[top]));
    }
    return json.toString();
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\' || c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String type = status == 200 ? "application/json" : "text/plain; charset=utf-8";
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
