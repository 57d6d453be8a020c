using System.Text.RegularExpressions;

namespace ZipkinMesh.Tests.Admin;

/// <summary>Compares the admin interface with Envoy's, answer by answer: status, content type, and the text or the keys of the JSON.</summary>
public sealed class EnvoyAdminTests(AdminPair pair) : IClassFixture<AdminPair>
{
    [Theory]
    [InlineData("GET", "/ready")]
    [InlineData("POST", "/ready")]
    [InlineData("GET", "/hot_restart_version")]
    [InlineData("GET", "/listeners")]
    [InlineData("GET", "/listeners?format=text")]
    [InlineData("GET", "/listeners?format=other")]
    [InlineData("GET", "/healthcheck/fail")]
    [InlineData("PUT", "/healthcheck/ok")]
    [InlineData("GET", "/logging")]
    [InlineData("GET", "/drain_listeners?graceful")]
    [InlineData("GET", "/runtime_modify?a=1")]
    [InlineData("GET", "/quitquitquit")]
    [InlineData("POST", "/healthcheck/ok")]
    [InlineData("POST", "/runtime_modify")]
    [InlineData("POST", "/runtime_modify?tracing.random_sampling=50&tracing.client_enabled=1")]
    [InlineData("POST", "/runtime_modify?tracing.random_sampling=")]
    [InlineData("POST", "/drain_listeners?inboundonly")]
    [InlineData("POST", "/drain_listeners?inboundonly&graceful&skip_exit")]
    [InlineData("GET", "/config_dump?resource=nothing")]
    [InlineData("GET", "/config_dump?resource=bootstrap")]
    [InlineData("GET", "/config_dump?mask=nothing")]
    [InlineData("GET", "/config_dump?resource=dynamic_active_clusters")]
    [InlineData("GET", "/config_dump?resource=static_endpoint_configs")]
    [InlineData("GET", "/init_dump")]
    [InlineData("GET", "/init_dump?mask=listener")]
    [InlineData("GET", "/certs")]
    public async Task Text_Answer_IsEnvoys(string method, string target) =>
        Assert.Equal(await pair.SendAsync(pair.Envoys, method, target), await pair.SendAsync(pair.Ours, method, target));

    /// <param name="target">The path and the query.</param>
    /// <param name="omitted">A regular expression for Envoy's keys that have no counterpart; docs/admin.md says why.</param>
    [Theory]
    [InlineData("/listeners?format=json", "")]
    [InlineData("/clusters?format=json", @"\.thresholds\[\]\.priority$")]
    [InlineData("/clusters?format=json&filter=service", @"\.thresholds\[\]\.priority$")]
    [InlineData("/memory", @"^\.(pageheap_unmapped|total_thread_cache)$")]
    [InlineData("/runtime", "")]
    [InlineData("/server_info", @"^\.command_line_options\.|^\.node\.extensions\[\]|^\.node\.user_agent_build_version\.metadata\.")]
    [InlineData("/config_dump", @"\.node\.extensions\[\]|\.user_agent_build_version\.metadata\.|\.layered_runtime")]
    [InlineData("/config_dump?include_eds", @"\.node\.extensions\[\]|\.user_agent_build_version\.metadata\.|\.layered_runtime|\.health_check_config$|\.metadata$|\.endpoints\[\]\.load_balancing_weight$|\.overprovisioning_factor$")]
    [InlineData("/config_dump?mask=bootstrap.admin", "")]
    [InlineData("/config_dump?resource=static_clusters", "")]
    [InlineData("/config_dump?resource=static_clusters&mask=cluster.name", "")]
    [InlineData("/config_dump?resource=static_listeners&name_regex=ingress.*", "")]
    [InlineData("/config_dump?resource=static_route_configs&mask=route_config.name", "")]
    public async Task Json_Answer_HasEnvoysKeys(string target, string omitted)
    {
        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "GET", target), await pair.SendAsync(pair.Ours, "GET", target));

        Assert.Equal((envoys.Status, envoys.ContentType), (ours.Status, ours.ContentType));
        var missing = envoys.KeyPaths().Except(ours.KeyPaths()).Where(path => omitted.Length == 0 || !Regex.IsMatch(path, omitted));
        Assert.Empty(missing);
    }

    [Fact]
    public async Task Clusters_Text_HasEnvoysLines()
    {
        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "GET", "/clusters"), await pair.SendAsync(pair.Ours, "GET", "/clusters"));

        Assert.Equal((envoys.Status, envoys.ContentType), (ours.Status, ours.ContentType));
        var missing = envoys.LineShapes.Where(line => !line.Contains("::high_priority::", StringComparison.Ordinal) && !line.Contains("::rq_pending_active::", StringComparison.Ordinal))
            .Except(ours.LineShapes);
        Assert.Empty(missing);

        // One request each.
        Assert.Equal(CountsOf(envoys), CountsOf(ours));
    }

    [Theory]
    [InlineData("/help")]
    [InlineData("/nothing")]
    public async Task Commands_Listed_AreEnvoysWithTheSameMethods(string target)
    {
        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "GET", target), await pair.SendAsync(pair.Ours, "GET", target));

        Assert.Equal((envoys.Status, envoys.ContentType, envoys.Lines.First()), (ours.Status, ours.ContentType, ours.Lines.First()));
        Assert.Empty(CommandsOf(ours).Except(CommandsOf(envoys)).Except(["  /traces"]));
    }

    [Theory]
    [InlineData("/logging")]
    [InlineData("/logging?level=info")]
    [InlineData("/logging?level=loud")]
    [InlineData("/logging?nothing=info")]
    [InlineData("/logging?paths=main:info,http:debug")]
    [InlineData("/logging?main=warning")]
    [InlineData("/logging?level=info&main=debug")]
    public async Task Logging_Post_HasEnvoysStatusAndKnownLoggers(string target)
    {
        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "POST", target), await pair.SendAsync(pair.Ours, "POST", target));

        Assert.Equal((envoys.Status, envoys.ContentType, envoys.Lines.First()), (ours.Status, ours.ContentType, ours.Lines.First()));
        Assert.Empty(LoggersOf(ours).Except(LoggersOf(envoys)).Except(["yarp"]));
    }

    [Fact]
    public async Task HealthCheckFail_Post_MakesReadyFailAlike()
    {
        foreach (var (method, target) in new[] { ("POST", "/healthcheck/fail"), ("GET", "/ready"), ("POST", "/healthcheck/ok"), ("GET", "/ready") })
        {
            Assert.Equal(await pair.SendAsync(pair.Envoys, method, target), await pair.SendAsync(pair.Ours, method, target));
        }
    }

    [Fact]
    public async Task Page_Get_HasEnvoysType()
    {
        var (envoys, ours) = (await pair.SendAsync(pair.Envoys, "GET", "/"), await pair.SendAsync(pair.Ours, "GET", "/"));

        Assert.Equal((envoys.Status, envoys.ContentType), (ours.Status, ours.ContentType));
    }

    private static IEnumerable<string> CountsOf(AdminResponse clusters) => clusters.Lines
        .Where(line => line.StartsWith("service1::", StringComparison.Ordinal) && Regex.IsMatch(line, "::(cx|rq)_(total|active|connect_fail|success|error|timeout)::"));

    private static IEnumerable<string> CommandsOf(AdminResponse help) => help.Lines
        .Where(line => line.StartsWith("  /", StringComparison.Ordinal)).Select(line => line.Split(": ")[0]);

    private static IEnumerable<string> LoggersOf(AdminResponse loggers) => loggers.Lines
        .SkipWhile(line => line != "active loggers:").Skip(1).Select(line => line.Trim().Split(": ")[0]);
}
