using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Proxy.Options;

namespace ZipkinMesh.Tests.Settings;

public sealed class DeclaredSectionsTests
{
    public static TheoryData<string> Paths => [.. DeclaredSections.All.SelectMany(section => section.Options.Select(option => section.PathOf(option.Key)))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Default_OfEachOption_IsAllowed(string path)
    {
        var option = Find(path);

        Assert.True(option.Default.Length == 0 || option.Rule.Allows(option.Default), $"{option.Default}; allowed: {option.Rule.Allowed}");
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Description_OfEachOption_IsASentenceWithoutTheDefaultOrTheWordRequired(string path)
    {
        var description = Find(path).Description;

        Assert.EndsWith(".", description, StringComparison.Ordinal);
        Assert.DoesNotContain("Default:", description, StringComparison.Ordinal);
        Assert.DoesNotContain("Required.", description, StringComparison.Ordinal);
    }

    private static OptionDeclaration Find(string path) =>
        DeclaredSections.All.SelectMany(section => section.Options, (section, option) => (Path: section.PathOf(option.Key), option)).Single(o => o.Path == path).option;
}
