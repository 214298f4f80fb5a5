import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** Starts one node from the published jars. Settings come as the distribution's command line takes them: -Ename=value. */
class ElasticsearchNode {
  public static void main(String[] arguments) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("path.home", System.getProperty("es.path.home"));
    for (String argument : arguments) {
      String[] setting = argument.substring("-E".length()).split("=", 2);
      // The published jars are without X-Pack, and refuse its settings.
      if (!setting[0].startsWith("xpack.")) settings.put(setting[0], setting[1]);
    }
    LogConfigurator.registerErrorListener();
    LogConfigurator.configureWithoutConfig(Settings.builder().put("logger.level", "WARN").build());
    var environment = InternalSettingsPreparer.prepareEnvironment(Settings.EMPTY, settings, null, () -> "node");
    var modules = PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
    var node = new Node(environment, PluginsLoader.createPluginsLoader(modules, Set.of(), Map.of(), false));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        node.close();
      } catch (Exception exception) {
        System.err.println(exception);
      }
    }));
    node.start();
    // All threads of a node are daemons.
    new CountDownLatch(1).await();
  }
}
