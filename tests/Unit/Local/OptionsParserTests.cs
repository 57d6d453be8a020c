using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Local;

namespace ZipkinMesh.Tests.Local;

public sealed class OptionsParserTests
{
    [Fact]
    public void Parse_Nothing_DefaultsAreThePortsPeopleKnow()
    {
        var options = OptionsParser.Parse([]);

        Assert.Equal(new Options(), options);
        Assert.Equal((8000, 9411, 9000), (options.FrontPort, options.ZipkinPort, options.Service1EgressPort));
    }

    [Theory]
    [InlineData("--front-port", nameof(Options.FrontPort))]
    [InlineData("--zipkin-port", nameof(Options.ZipkinPort))]
    [InlineData("--service1-port", nameof(Options.Service1Port))]
    [InlineData("--service1-egress-port", nameof(Options.Service1EgressPort))]
    [InlineData("--service1-app-port", nameof(Options.Service1AppPort))]
    [InlineData("--service2-port", nameof(Options.Service2Port))]
    [InlineData("--service2-app-port", nameof(Options.Service2AppPort))]
    public void Parse_PortOption_SetsItsPortOnlyAndIsInTheHelp(string option, string property)
    {
        var options = OptionsParser.Parse([option, "12345"]);

        Assert.Equal(options, OptionsParser.Parse([$"{option}=12345"]));
        var changed = typeof(Options).GetProperties().Where(p => !Equals(p.GetValue(options), p.GetValue(new Options())));
        Assert.Equal(property, Assert.Single(changed).Name);
        Assert.Contains($"  {option} PORT", OptionsParser.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:9411")]
    [InlineData("https://zipkin.example/")]
    public void Parse_Zipkin_TakesItsUrl(string url) => Assert.Equal(new Uri(url), OptionsParser.Parse(["--zipkin", url]).Zipkin);

    [Theory]
    [InlineData("'--front' is not an option; --help lists them", "--front", "1")]
    [InlineData("'8010' is not an option; --help lists them", "8010")]
    [InlineData("'' is not an option; --help lists them", "")]
    [InlineData("--front-port needs a value; --help lists them", "--front-port")]
    [InlineData("--front-port is '0'; allowed is a port, 1 to 65535", "--front-port", "0")]
    [InlineData("--front-port is '65536'; allowed is a port, 1 to 65535", "--front-port=65536")]
    [InlineData("--front-port is '-1'; allowed is a port, 1 to 65535", "--front-port", "-1")]
    [InlineData("--front-port is ''; allowed is a port, 1 to 65535", "--front-port=")]
    [InlineData("--zipkin is 'localhost:9411'; allowed is http://host:port, for example http://localhost:9411", "--zipkin", "localhost:9411")]
    [InlineData("--zipkin is 'http://a/zipkin'; allowed is http://host:port, for example http://localhost:9411", "--zipkin", "http://a/zipkin")]
    public void Parse_Mistake_OneLineSaysWhatIsAllowed(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<StartException>(() => OptionsParser.Parse(args)).Message);

    [Fact]
    public void Parse_AnyArguments_OptionsOrAStartException() =>
        Prop.ForAll<NonNull<string>[]>(args =>
        {
            try
            {
                return OptionsParser.Parse([.. args.Select(arg => arg.Get)]) is not null;
            }
            catch (StartException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
}
