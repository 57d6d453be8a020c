using ZipkinMesh.Local.Options;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Tests.Local;

public sealed class MeshTests
{
    private const string TraceUrl = "Tracing__TraceUrl=http://127.0.0.1:2/zipkin/traces/{traceId}";

    private static readonly MeshPrograms Programs = new("/bin/front-proxy", "/bin/service", "/bin/sidecar", "/bin/zipkin") { SpansFolder = "/spans" };

    [Fact]
    public void Roles_Defaults_EachComesAfterThoseItConnectsTo()
    {
        var mesh = new Mesh(new MeshOptions(), Programs);

        Assert.Equal(["zipkin", "service2", "service1", "front-proxy"], mesh.Roles.Select(role => role.Name));
        Assert.Equal([9411, 8002, 8082, 8001, 9000, 19000, 8081, 8000, 9901], mesh.Roles.SelectMany(role => role.Ports).Select(port => port.Number));
        Assert.Contains("  Administer:     http://127.0.0.1:9901/", mesh.Hints);
        Assert.Contains("  Send a request: curl -v http://127.0.0.1:8000/trace/1", mesh.Hints);
    }

    [Theory]
    [InlineData(null, "/spans/9411")]
    [InlineData("/data", "/data")]
    [InlineData("", null)]
    public void Roles_StoragePath_IsTheFolderOfZipkin(string? option, string? folder)
    {
        var zipkin = new Mesh(new MeshOptions { StoragePath = option }, Programs).Roles[0].Arguments;

        Assert.Equal(folder, zipkin.SkipWhile(argument => argument != "--STORAGE_PATH").ElementAtOrDefault(1));
    }

    [Fact]
    public void Roles_OtherPorts_AllNeighborsGetThem()
    {
        var options = new MeshOptions
        {
            FrontPort = 1,
            ZipkinPort = 2,
            OtlpHttpPort = 10,
            Service1Port = 3,
            Service1EgressPort = 4,
            Service1AppPort = 5,
            Service2Port = 6,
            Service2AppPort = 7,
            FrontAdminPort = 8,
            Service1AdminPort = 9,
        };

        var roles = new Mesh(options, Programs).Roles.ToDictionary(role => role.Name);

        Assert.Equal(
            ["--urls", "http://127.0.0.1:2", "--COLLECTOR_OTLP_HTTP_PORT", "10", "--COLLECTOR_OTLP_GRPC_PORT", "off", "--STORAGE_PATH", "/spans/2"],
            roles["zipkin"].Arguments);
        Assert.Equal([2, 10], roles["zipkin"].Ports.Select(port => port.Number));
        AssertEnvironment(
            roles["front-proxy"], "Listeners__ingress_http__Address=127.0.0.1", "Listeners__ingress_http__Port=1",
            "Admin__Address=127.0.0.1", "Admin__Port=8", "Admin__AccessLogPath=", "Tracing__TraceUrlHeader=x-trace-url",
            Destination("service1", 3), Destination("zipkin", 2), TraceUrl);
        AssertEnvironment(
            roles["service1"], "SERVICE_NAME=1", "App__Port=5", "App__Egress=http://127.0.0.1:4", "App__Sidecar=/bin/sidecar",
            "Listeners__ingress_http__Address=127.0.0.1", "Listeners__ingress_http__Port=3",
            "Listeners__egress_http__Address=127.0.0.1", "Listeners__egress_http__Port=4",
            "Admin__Address=127.0.0.1", "Admin__Port=9", "Admin__AccessLogPath=",
            Destination("local_service", 5), Destination("service2", 6), Destination("zipkin", 2), TraceUrl);
        AssertEnvironment(
            roles["service2"], "SERVICE_NAME=2", "App__Port=7", "App__Sidecar=/bin/sidecar",
            "Listeners__ingress_http__Address=127.0.0.1", "Listeners__ingress_http__Port=6",
            Destination("local_service", 7), Destination("zipkin", 2), TraceUrl);
    }

    [Fact]
    public void Roles_FourServices_EachCallsTheNext()
    {
        var mesh = new Mesh(new MeshOptions { Services = 4, PortOffset = 100, Errors = 10, Delay = 20 }, Programs);

        Assert.Equal(["zipkin", "service4", "service3", "service2", "service1", "front-proxy"], mesh.Roles.Select(role => role.Name));
        var roles = mesh.Roles.ToDictionary(role => role.Name);
        Assert.Equal([8103, 8183, 9102], roles["service3"].Ports.Select(port => port.Number));
        Assert.Equal([8104, 8184], roles["service4"].Ports.Select(port => port.Number));
        AssertEnvironment(
            roles["service3"], "SERVICE_NAME=3", "App__Port=8183", "App__Sidecar=/bin/sidecar", "App__SidecarConfiguration=service2.json",
            "App__ErrorPercent=10", "App__MaxDelay=20", "App__Next=4", "App__Egress=http://127.0.0.1:9102",
            "Listeners__ingress_http__Address=127.0.0.1", "Listeners__ingress_http__Port=8103", "Listeners__ingress_http__VirtualHost=service3",
            "Listeners__egress_http__Address=127.0.0.1", "Listeners__egress_http__Port=9102", "Listeners__egress_http__Direction=Outbound",
            "Listeners__egress_http__RouteConfigName=service4_route", "Listeners__egress_http__VirtualHost=service4",
            "ReverseProxy__Routes__local_service__Metadata__Operation=check_server3",
            "ReverseProxy__Routes__service4__ClusterId=service4", "ReverseProxy__Routes__service4__Metadata__Listener=egress_http",
            "ReverseProxy__Routes__service4__Metadata__Operation=check_server4", "ReverseProxy__Routes__service4__Metadata__Prefix=/trace/4",
            Destination("local_service", 8183), Destination("service4", 8104), Destination("zipkin", 9411),
            "Tracing__TraceUrl=http://127.0.0.1:9411/zipkin/traces/{traceId}");
        Assert.Equal("3", roles["service2"].Environment["App__Next"]);
        Assert.DoesNotContain("App__Next", roles["service4"].Environment.Keys);
    }

    [Fact]
    public void Roles_ZipkinOption_NoZipkinAndAllProxiesReportToIt()
    {
        var mesh = new Mesh(new MeshOptions { Zipkin = new Uri("http://zipkin.example:9411/") }, Programs);

        Assert.Equal(["service2", "service1", "front-proxy"], mesh.Roles.Select(role => role.Name));
        Assert.All(mesh.Roles, role => Assert.Equal(
            "http://zipkin.example:9411", role.Environment["ReverseProxy__Clusters__zipkin__Destinations__zipkin__Address"]));
        Assert.Contains(mesh.Hints, line => line.Contains("http://zipkin.example:9411/zipkin/", StringComparison.Ordinal));
    }

    [Fact]
    public void Roles_AppSpansOption_AppsReportToTheZipkinOfTheMesh()
    {
        var embedded = new Mesh(new MeshOptions { AppSpans = true, ZipkinPort = 2 }, Programs);
        var running = new Mesh(new MeshOptions { AppSpans = true, Zipkin = new Uri("http://zipkin.example:9411/") }, Programs);

        Assert.Equal(["service2", "service1"], embedded.Roles.Where(role => role.Environment.ContainsKey("OTEL_TRACES_EXPORTER")).Select(role => role.Name));
        Assert.All(["service1", "service2"], name => AssertReportsTo(embedded, name, "http://127.0.0.1:2/api/v2/spans"));
        Assert.All(["service1", "service2"], name => AssertReportsTo(running, name, "http://zipkin.example:9411/api/v2/spans"));
    }

    private static void AssertReportsTo(Mesh mesh, string name, string endpoint)
    {
        var environment = mesh.Roles.Single(role => role.Name == name).Environment;
        Assert.Equal(("zipkin", endpoint), (environment["OTEL_TRACES_EXPORTER"], environment["OTEL_EXPORTER_ZIPKIN_ENDPOINT"]));
    }

    private static string Destination(string cluster, int port) =>
        $"ReverseProxy__Clusters__{cluster}__Destinations__{cluster}__Address=http://127.0.0.1:{port}";

    private static void AssertEnvironment(Role role, params string[] variables) =>
        Assert.Equal(variables.Order(), role.Environment.Select(variable => $"{variable.Key}={variable.Value}").Order());
}
