using System.Security.Cryptography.X509Certificates;
using ZipkinMesh.Proxy.Certificates;

namespace ZipkinMesh.Tests.Proxy.Certificates;

/// <summary>Tests the text of names, with values that were observed on Envoy 1.40.</summary>
public sealed class DistinguishedNameTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("C=DE,O=Mesh,CN=client 1", "C=DE,O=Mesh,CN=client 1")]
    [InlineData("O=\"A, B=C;D\\E+F\"", @"O=A\, B=C\;D\\E\+F")]
    [InlineData("O=\"Zürich \"\"q\"\" <x>\"", @"O=Z\C3\BCrich \""q\"" \<x\>")]
    [InlineData("OU=\" lead trail \"", @"OU=\ lead trail\ ")]
    [InlineData("2.5.4.42=\"#hash\"", @"GN=\#hash")]
    [InlineData("CN=\"line\nbreak\ttab\u007f\"", @"CN=line\0Abreak\09tab\7F")]
    [InlineData("E=a@b.c,2.5.4.4=s,2.5.4.9=st 1,2.5.4.5=123", "emailAddress=a@b.c,SN=s,street=st 1,serialNumber=123")]
    [InlineData("1.2.3.4.5=unk", "1.2.3.4.5=#1303756E6B")]
    public void Format_Name_IsEnvoys(string name, string expected) => Assert.Equal(expected, DistinguishedName.Format(new X500DistinguishedName(name)));

    /// <summary>SEQUENCE of C=DE and a SET of O=rdn and CN=multi.</summary>
    [Fact]
    public void Format_PartWithTwoAttributes_IsEnvoys() => Assert.Equal(
        "CN=multi+O=rdn,C=DE",
        DistinguishedName.Format(new X500DistinguishedName(Convert.FromHexString("3029310B3009060355040613024445311A300A060355040A0C0372646E300C06035504030C056D756C7469"))));
}
