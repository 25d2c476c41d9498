import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import org.h2.mvstore.MVStore;

/**
 * A server on 127.0.0.1 that speaks MongoDB's protocol and keeps its data in one file.
 *
 * <p>Arguments: the file, made when missing, and the port, 0 for a free one. It prints
 * "LISTENING port" once it can be connected to. After SIGTERM everything is in the file; after
 * SIGKILL the writes of the last {@value COMMIT_DELAY_MS} ms may be missing.
 */
public final class MongoServerMain {
  private static final int COMMIT_DELAY_MS = 50;

  public static void main(String[] args) {
    MVStore store = MVStore.open(args[0]);
    store.setAutoCommitDelay(COMMIT_DELAY_MS);
    MongoServer server = new MongoServer(new H2Backend(store).version(ServerVersion.MONGO_5_0));
    server.bind("127.0.0.1", Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    System.out.println("LISTENING " + server.getLocalAddress().getPort());
  }
}
