using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Hosting;
using ZipkinMesh.Local.Options;

namespace ZipkinMesh.Tests.Local;

public sealed class MeshCommandTests
{
    [Fact]
    public void Parse_NoOptions_ReturnsDefaults()
    {
        var options = Parse()!;

        Assert.Equal(new MeshOptions(), options);
        Assert.Equal((8000, 9411, 9000), (options.FrontPort, options.ZipkinPort, options.Service1EgressPort));
    }

    [Theory]
    [InlineData("--front-port", nameof(MeshOptions.FrontPort))]
    [InlineData("--front-admin-port", nameof(MeshOptions.FrontAdminPort))]
    [InlineData("--service1-admin-port", nameof(MeshOptions.Service1AdminPort))]
    [InlineData("--zipkin-port", nameof(MeshOptions.ZipkinPort))]
    [InlineData("--otlp-http-port", nameof(MeshOptions.OtlpHttpPort))]
    [InlineData("--otlp-grpc-port", nameof(MeshOptions.OtlpGrpcPort))]
    [InlineData("--service1-port", nameof(MeshOptions.Service1Port))]
    [InlineData("--service1-egress-port", nameof(MeshOptions.Service1EgressPort))]
    [InlineData("--service1-app-port", nameof(MeshOptions.Service1AppPort))]
    [InlineData("--service2-port", nameof(MeshOptions.Service2Port))]
    [InlineData("--service2-app-port", nameof(MeshOptions.Service2AppPort))]
    public void Parse_PortOption_SetsItsPortOnlyAndIsInTheHelp(string option, string property)
    {
        var options = Parse(option, "12345")!;

        Assert.Equal(options, Parse($"{option}=12345"));
        var port = typeof(MeshOptions).GetProperty(property)!;
        var changed = typeof(MeshOptions).GetProperties().Where(p => !Equals(p.GetValue(options), p.GetValue(new MeshOptions())));
        Assert.Equal(property, Assert.Single(changed).Name);
        var defaultPort = port.GetValue(new MeshOptions()) is { } number ? $@" \[default: {number}\]" : "";
        Assert.Matches($@"\n  {option} <PORT> +\S.*{defaultPort}\n", Text("--help"));
    }

    [Theory]
    [InlineData("http://localhost:9411")]
    [InlineData("https://zipkin.example/")]
    public void Parse_Zipkin_ReturnsItsUrl(string url) => Assert.Equal(new Uri(url), Parse("--zipkin", url)!.Zipkin);

    [Theory]
    [InlineData("/data", "/data")]
    [InlineData("off", "")]
    public void Parse_StoragePath_ReturnsTheFolder(string value, string folder)
    {
        Assert.Equal(new MeshOptions { StoragePath = folder }, Parse("--storage-path", value));
        Assert.Matches(@"\n  --storage-path <FOLDER> +\S", Text("--help"));
    }

    [Fact]
    public void Parse_AppSpans_IsTrueAndInTheHelp()
    {
        Assert.Equal(new MeshOptions { AppSpans = true }, Parse("--app-spans"));
        Assert.Matches(@"\n  --app-spans +\S", Text("--help"));
    }

    [Theory]
    [InlineData("--load", nameof(MeshOptions.Load), 0)]
    [InlineData("--errors", nameof(MeshOptions.Errors), 0)]
    [InlineData("--delay", nameof(MeshOptions.Delay), 0)]
    [InlineData("--services", nameof(MeshOptions.Services), 2)]
    public void Parse_NumberOption_SetsItAndIsInTheHelp(string option, string property, int defaultValue)
    {
        Assert.Equal(7, typeof(MeshOptions).GetProperty(property)!.GetValue(Parse(option, "7")));
        Assert.Matches($@"\n  {option} <[A-Z]+> +\S.*\[default: {defaultValue}\]\n", Text("--help"));
    }

    [Fact]
    public void Parse_Open_IsTrueAndInTheHelp()
    {
        Assert.Equal(new MeshOptions { Open = true }, Parse("--open"));
        Assert.Matches(@"\n  --open +\S", Text("--help"));
    }

    [Fact]
    public void Parse_PortOffset_MovesThePortsWithoutOption()
    {
        var options = Parse("--port-offset", "100", "--front-port", "8000")!;

        Assert.Equal(
            new MeshOptions
            {
                PortOffset = 100,
                FrontPort = 8000,
                FrontAdminPort = 10001,
                ZipkinPort = 9511,
                Service1Port = 8101,
                Service1EgressPort = 9100,
                Service1AdminPort = 19100,
                Service1AppPort = 8181,
                Service2Port = 8102,
                Service2AppPort = 8182,
            },
            options);
    }

    [Fact]
    public void Parse_Version_WritesIt() => Assert.Matches(@"^\d+\.\d+\.\d+\S*\n$", Text("--version"));

    [Theory]
    [InlineData("'--front' is not an option; see --help", "--front", "1")]
    [InlineData("'8010' is not an option; see --help", "8010")]
    [InlineData("'' is not an option; see --help", "")]
    [InlineData("'@ports' is not an option; see --help", "@ports")]
    [InlineData("--front-port: missing; required: 1 to 65535", "--front-port")]
    [InlineData("--front-port: missing; required: 1 to 65535", "--front-port=")]
    [InlineData("--front-port: '0' is not allowed; allowed: 1 to 65535", "--front-port", "0")]
    [InlineData("--front-port: '65536' is not allowed; allowed: 1 to 65535", "--front-port=65536")]
    [InlineData("--front-port: '-1' is not allowed; allowed: 1 to 65535", "--front-port", "-1")]
    [InlineData("--errors: '101' is not allowed; allowed: 0 to 100", "--errors", "101")]
    [InlineData("--services: missing; required: 2 to 20", "--services")]
    [InlineData("--port-offset: '40001' is not allowed; allowed: 0 to 40000", "--port-offset", "40001")]
    [InlineData("'true' is not an option; see --help", "--app-spans", "true")]
    [InlineData("--zipkin: missing; required: http://host:port, for example http://localhost:9411", "--zipkin")]
    [InlineData("--zipkin: 'localhost:9411' is not allowed; allowed: http://host:port, for example http://localhost:9411", "--zipkin", "localhost:9411")]
    [InlineData("--zipkin: 'http://a/zipkin' is not allowed; allowed: http://host:port, for example http://localhost:9411", "--zipkin", "http://a/zipkin")]
    public void Parse_InvalidOption_MessageHasOptionValueAndAllowedValues(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<SettingException>(() => Parse(args)).Message);

    [Fact]
    public void Parse_AnyArguments_ReturnsOptionsOrThrowsSettingException() =>
        Prop.ForAll<NonNull<string>[]>(args =>
        {
            try
            {
                _ = Parse([.. args.Select(arg => arg.Get)]);
                return true;
            }
            catch (SettingException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    private static MeshOptions? Parse(params string[] args) => MeshCommand.Parse(args, TextWriter.Null);

    private static string Text(string option)
    {
        using var output = new StringWriter();
        Assert.Null(MeshCommand.Parse([option], output));
        return output.ToString();
    }
}
