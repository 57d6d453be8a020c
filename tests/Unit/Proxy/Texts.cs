using FsCheck;
using FsCheck.Fluent;

namespace ZipkinMesh.Tests.Proxy;

/// <summary>Generates random texts that resemble valid input. Arbitrary characters would fail at the first one.</summary>
internal static class Texts
{
    /// <summary>Generates texts of up to 70 of the given characters.</summary>
    public static Arbitrary<string> Of(string characters) =>
        Gen.Choose(0, 70).SelectMany(length => Gen.Elements(characters.ToCharArray()).ArrayOf(length)).Select(text => new string(text)).ToArbitrary();
}
