using ZipkinMesh.Tests.Support.Certificates;

namespace ZipkinMesh.Tests.Tls;

/// <summary>Compares <c>x-forwarded-client-cert</c> with Envoy's, byte by byte, for each treatment and for certificates of many kinds.</summary>
public sealed class EnvoyClientCertTests(TlsPair pair) : IClassFixture<TlsPair>
{
    private const string Header = "x-forwarded-client-cert";

    private static readonly string[] Connections = ["clear text", "none", "client", "chain"];

    public static TheoryData<string, string> Cases => new(
        from mode in TlsPair.Modes
        from connection in Connections
        select (mode, connection));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Header_OfEachTreatment_IsEnvoys(string mode, string connection)
    {
        var certificate = connection switch
        {
            "client" => pair.Authority.Issue("CN=client", "URI:spiffe://mesh/client", "DNS:client.test"),
            "chain" => new TestAuthority("CN=Intermediate", pair.Authority).Issue("CN=client,O=Org"),
            _ => null,
        };
        string[][] requests =
        [
            [],
            [$"{Header}: By=a;Hash=b"],
            [$"{Header}: By=a;Hash=b", $"{Header}: By=c"],
            [$"{Header}: By=a;Hash=b", $"Connection: {Header}"],
        ];
        foreach (var headers in requests)
        {
            var (envoys, ours) = await pair.SendAsync(mode, connection == "clear text", certificate, headers);

            Assert.Equal(envoys, ours);
        }
    }

    [Theory]
    [InlineData("CN=client")]
    [InlineData("C=DE,ST=Bavaria,L=Munich,2.5.4.9=Street 1,O=Org,OU=Unit,CN=client,E=a@b.test,DC=example,2.5.4.5=1,2.5.4.12=title,2.5.4.42=Given,2.5.4.4=Sur,0.9.2342.19200300.100.1.1=uid,0.9.2342.19200300.100.1.3=m@b.test")]
    [InlineData("CN=\"a, b;c+d\"\"e\\f<g>h=i#j\"")]
    [InlineData("CN=\"#hash\",O=\" lead and trail \",OU=\" \"")]
    [InlineData("CN=Zürich €,O=日本,OU=\"line\nbreak\ttab\u007f\"")]
    [InlineData("CN=a+O=b,C=DE")]
    [InlineData("1.2.3.4.5=unknown,CN=client")]
    [InlineData("2.5.4.65=pseudonym,2.5.4.46=dnq,2.5.4.44=gq,2.5.4.43=I,2.5.4.17=8000,2.5.4.15=bc,2.5.4.13=desc,2.5.4.41=name,2.5.4.72=role,2.5.4.20=1,2.5.4.18=box")]
    [InlineData("1.2.840.113549.1.9.2=unstructured,1.2.840.113549.1.9.8=address")]
    public async Task Subject_OfAnyKind_IsEnvoys(string subject)
    {
        var (envoys, ours) = await pair.SendAsync("SANITIZE_SET", isClear: false, pair.Authority.Issue(subject, "DNS:client.test"));

        Assert.Equal(envoys, ours);
    }

    [Theory]
    [InlineData]
    [InlineData("URI:spiffe://mesh/a")]
    [InlineData("DNS:b.test", "URI:spiffe://mesh/a", "DNS:a.test", "URI:spiffe://mesh/b", "IP:10.0.0.1", "IP:::1", "EMAIL:a@b.test")]
    [InlineData("URI:https://x/y?a=b;c%22d,e\"f\\g h", "DNS:h\"x;,=.test")]
    [InlineData("URI:spiffe://mesh/\u00fc")]
    [InlineData("DNS:")]
    public async Task Names_OfAnyKind_AreEnvoys(params string[] names)
    {
        var (envoys, ours) = await pair.SendAsync("SANITIZE_SET", isClear: false, pair.Authority.Issue("CN=client", names));

        Assert.Equal(envoys, ours);
    }
}
