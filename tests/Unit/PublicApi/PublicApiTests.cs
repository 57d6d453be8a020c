using ZipkinMesh.Exporter;
using ZipkinMesh.Proxy;

namespace ZipkinMesh.Tests.PublicApi;

/// <summary>
/// Compares the public types of the packages with the lists in their folders, so that a change of what users call is seen in a review.
/// ZipkinMesh.Hosting has no list: it is a part of ZipkinMesh.Proxy, which requires exactly its own version of it.
/// </summary>
public sealed class PublicApiTests
{
    private const string FileName = "PublicApi.txt";

    public static TheoryData<string, Type> Libraries => new()
    {
        { "exporter", typeof(ZipkinMeshExporterExtensions) },
        { "proxy", typeof(ZipkinMeshExtensions) },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Types_OfThePackage_AreListed(string folder, Type type)
    {
        var listed = Path.Combine(Checkout.Root, folder, FileName);
        var expected = File.Exists(listed) ? File.ReadAllLines(listed) : [];

        var actual = ApiListing.Of(type.Assembly);

        var lines = expected.Except(actual).Select(line => $"- {line}").Concat(actual.Except(expected).Select(line => $"+ {line}")).ToArray();
        Assert.True(expected.SequenceEqual(actual), $"""
            The public types of {type.Assembly.GetName().Name} differ from {folder}/{FileName}:
            {string.Join('\n', lines)}
            If this is intended:
              cp {WriteActual(folder, actual)} {listed}
            """);
    }

    private static string WriteActual(string folder, string[] lines)
    {
        var path = Path.Combine(Checkout.Root, "artifacts", "api", $"{folder}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return path;
    }
}
