using Microsoft.Extensions.Configuration;
using ZipkinMesh.Proxy.Configuration;

namespace ZipkinMesh.Tests.Settings;

public sealed class NestedMetadataTests
{
    [Fact]
    public void Flatten_SectionBelowMetadata_HasFlatKeys()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Routes:a:Metadata:Listener", "in"),
            new("Routes:a:Metadata:CustomTags:version:RequestHeader", "x-version"),
            new("Routes:a:Metadata:CustomTags:team:Literal", "red"),
            new("Routes:b:Metadata:CustomTags:team:Literal", "blue"),
        ]).Build();

        // YARP reads a section as a key without a value.
        var metadata = configuration.GetSection("Routes:a:Metadata").GetChildren().ToDictionary(child => child.Key, child => child.Value!);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Listener"] = "in",
                ["CustomTags:version:RequestHeader"] = "x-version",
                ["CustomTags:team:Literal"] = "red",
            },
            new NestedMetadata(configuration).Flatten("a", metadata));
    }

    [Fact]
    public void Flatten_FlatKeysOfAnApp_AreKept() => Assert.Equal(
        "red",
        new NestedMetadata(new ConfigurationBuilder().Build()).Flatten("a", new Dictionary<string, string> { ["CustomTags:team:Literal"] = "red" })["customtags:TEAM:literal"]);

    [Fact]
    public void Flatten_None_IsEmpty() => Assert.Empty(new NestedMetadata(new ConfigurationBuilder().Build()).Flatten("a", null));
}
