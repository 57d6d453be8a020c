using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using ZipkinMesh.Proxy.Configuration.Sources;

namespace ZipkinMesh.Tests.Proxy;

public sealed class KeyIndexTests
{
    [Fact]
    public void GetChildKeys_AnyKeys_EqualsFrameworksResult() =>
        Prop.ForAll<NonNull<string>[]>(texts =>
        {
            var data = texts.Select(text => text.Get.Replace('b', ':').Trim(':')).Distinct(StringComparer.OrdinalIgnoreCase)
                .ToDictionary(key => key, _ => (string?)"", StringComparer.OrdinalIgnoreCase);
            KeyIndex? index = null;
            var framework = new MemoryConfigurationProvider(new MemoryConfigurationSource { InitialData = data });
            return data.Keys.Select(ConfigurationPath.GetParentPath).Append("nowhere").All(parent =>
                framework.GetChildKeys(["earlier"], parent).Distinct(StringComparer.OrdinalIgnoreCase)
                    .SequenceEqual(KeyIndex.Of(data, ref index).GetChildKeys(["earlier"], parent), StringComparer.OrdinalIgnoreCase));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_KeyAdded_RebuildsIndex()
    {
        KeyIndex? index = null;
        Dictionary<string, string?> data = new() { ["a:b"] = "1" };
        Assert.Same(KeyIndex.Of(data, ref index), KeyIndex.Of(data, ref index));
        data["a:c"] = "2";

        Assert.Equal(["b", "c"], KeyIndex.Of(data, ref index).GetChildKeys([], "a"));
    }
}
