using FsCheck;
using FsCheck.Fluent;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Random texts that come near what a parser reads: texts of any characters miss it at the first one.</summary>
internal static class Texts
{
    /// <summary>Texts of these characters, of up to 70 of them.</summary>
    public static Arbitrary<string> Of(string characters) =>
        Gen.Choose(0, 70).SelectMany(length => Gen.Elements(characters.ToCharArray()).ArrayOf(length)).Select(text => new string(text)).ToArbitrary();
}
